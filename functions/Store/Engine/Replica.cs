using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>This instance's copy of one collection. Rows are applied in order, each once, whoever brings them.</summary>
internal sealed class Replica
{
    private readonly Lock _lock = new();
    private readonly CollectionDefinition _definition;
    private readonly HybridClock _clock;
    private readonly TimeProvider _time;
    private ReplicaState _state;

    public Replica(CollectionDefinition definition, ReplicaState state, SnapshotSchedule snapshots, HybridClock clock, TimeProvider time)
    {
        _definition = definition;
        _clock = clock;
        _time = time;
        _state = state;
        History = new History(state.Root, time);
        Snapshots = snapshots;
    }

    public ReplicaState State => Volatile.Read(ref _state);

    public History History { get; }

    public SnapshotSchedule Snapshots { get; }

    /// <summary>When changes were made, for the compaction of what clients see.</summary>
    public CompactionMarks Marks { get; } = new();

    /// <summary>When a row of another writer was last applied; null for never.</summary>
    public long? ForeignAt { get; private set; }

    /// <summary>The commit that this instance is appending: read back before the answer came, it is nobody else's.</summary>
    public Guid OwnCommit { get; set; }

    /// <summary>Applies a row that was read. Answers whether it was new.</summary>
    /// <exception cref="StoreException">It does not follow, or gives another digest than recorded.</exception>
    public bool Apply(CommitRow row, RowContent content, bool isForeign = true)
    {
        lock (_lock)
        {
            if (row.LastRevision <= _state.Head.Revision)
            {
                return false;
            }

            var (root, changes) = Replay.Row(_definition, _state.Root, row, content);
            ForeignAt = isForeign && row.Commit != OwnCommit ? _time.GetTimestamp() : ForeignAt;
            MoveNeedsLock(row, content.CompactedThrough, changes, root);
            return true;
        }
    }

    /// <summary>Applies a row of this instance's own, unless it was read back already.</summary>
    public void ApplyOwn(CommitRow row, long compactedThrough, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        lock (_lock)
        {
            if (row.LastRevision > _state.Head.Revision)
            {
                MoveNeedsLock(row, compactedThrough, changes, root);
            }
        }
    }

    /// <summary>Notes that the log takes no more rows.</summary>
    public void Seal()
    {
        lock (_lock)
        {
            Volatile.Write(ref _state, _state with { Head = _state.Head with { Sealed = true } });
        }
    }

    private void MoveNeedsLock(CommitRow row, long compactedThrough, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        Volatile.Write(ref _state, new ReplicaState(root, row.Head, Math.Max(_state.CompactedThrough, compactedThrough)));
        _clock.Observe(row.Time);
        Marks.Note(row, compactedThrough);
        Snapshots.Note(row);
        History.Add(row.FirstRevision, changes, root);
    }
}
