using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>The roots and changes of the last ten minutes, bounded in bytes too.</summary>
internal sealed class History
{
    /// <summary>How long a root is kept.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    /// <summary>Most bytes of changed documents that the kept roots hold alive.</summary>
    private const long BytesMax = 64L * 1024 * 1024;

    /// <summary>Most changes handed to a reader at a time.</summary>
    private const int ChangesPerReadMax = 1000;

    private readonly Lock _lock = new();
    private readonly Queue<HistoryEntry> _entries = new();
    private readonly TimeProvider _time;
    private CollectionRoot _base;
    private CollectionRoot _current;
    private TaskCompletionSource _moved = NewSignal();
    private long _bytes;

    public History(CollectionRoot start, TimeProvider time)
    {
        _base = start;
        _current = start;
        _time = time;
    }

    public CollectionRoot Current => Volatile.Read(ref _current);

    /// <summary>The oldest revision from which changes can be handed out.</summary>
    public long OldestRevision
    {
        get
        {
            lock (_lock)
            {
                return _base.Revision;
            }
        }
    }

    /// <summary>Applies a commit and wakes the readers.</summary>
    public void Add(long firstRevision, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        var bytes = changes.Sum(change => (change.Before ?? change.After)!.Document.Bytes.Length);
        TaskCompletionSource moved;
        lock (_lock)
        {
            _entries.Enqueue(new HistoryEntry(firstRevision, changes, root, _time.GetUtcNow(), bytes));
            _bytes += bytes;
            Volatile.Write(ref _current, root);
            TrimNeedsLock();
            moved = _moved;
            _moved = NewSignal();
        }

        moved.SetResult();
    }

    /// <summary>The changes after a revision, at once where there are any; else empty with a task that ends when there are.</summary>
    /// <returns>Null where the revision is older than what is kept.</returns>
    public (ChangeBatch Batch, Task Moved)? Read(long afterRevision)
    {
        lock (_lock)
        {
            if (afterRevision < _base.Revision)
            {
                return null;
            }

            var changes = new List<StoreChange>();
            var proven = afterRevision;
            foreach (var entry in afterRevision >= _current.Revision ? [] : _entries.SkipWhile(entry => entry.LastRevision <= afterRevision))
            {
                changes.AddRange(entry.Changes.Where(change => change.Revision > afterRevision));
                proven = entry.LastRevision;
                if (changes.Count >= ChangesPerReadMax)
                {
                    break;
                }
            }

            return (new ChangeBatch(changes, proven), _moved.Task);
        }
    }

    /// <summary>The state at a revision, or null where it is not kept.</summary>
    public CollectionRoot? At(long revision)
    {
        lock (_lock)
        {
            var root = _base;
            if (revision < root.Revision)
            {
                return null;
            }

            foreach (var entry in _entries)
            {
                if (entry.LastRevision <= revision)
                {
                    root = entry.Root;
                    continue;
                }

                return entry.Changes.TakeWhile(change => change.Revision <= revision).Aggregate(root, Apply);
            }

            return root;
        }
    }

    /// <summary>One change applied to a root.</summary>
    public static CollectionRoot Apply(CollectionRoot root, StoreChange change) =>
        change.After is not null ? root.Set(change.After) : root.Remove(change.Before!, change.Revision);

    private void TrimNeedsLock()
    {
        var oldest = _time.GetUtcNow() - AgeMax;
        while (_entries.TryPeek(out var first) && (first.At < oldest || _bytes > BytesMax) && _entries.Count > 1)
        {
            _entries.Dequeue();
            _bytes -= first.Bytes;
            _base = first.Root;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
