using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>The changes of the last ten minutes, bounded in bytes too, and from them the state at each of their revisions.</summary>
internal sealed class History
{
    /// <summary>How long a change is kept.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    /// <summary>Most bytes that the kept changes hold alive.</summary>
    private const long BytesMax = 64L * 1024 * 1024;

    /// <summary>Changes after which a read ends with the commit at hand.</summary>
    private const int ChangesPerReadMax = 1000;

    private readonly Lock _lock = new();
    private readonly List<HistorySegment> _segments = [];
    private readonly TimeProvider _time;
    private CollectionRoot _current;
    private TaskCompletionSource _moved = NewSignal();
    private long _bytes;

    public History(CollectionRoot start, TimeProvider time)
    {
        _current = start;
        _time = time;
        _segments.Add(new HistorySegment(start, time.GetUtcNow()));
    }

    public CollectionRoot Current => Volatile.Read(ref _current);

    /// <summary>The oldest revision from which changes can be handed out.</summary>
    public long OldestRevision
    {
        get
        {
            lock (_lock)
            {
                return _segments[0].Start.Revision;
            }
        }
    }

    /// <summary>Applies a commit and wakes the readers.</summary>
    public void Add(long firstRevision, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        var entry = new HistoryEntry(firstRevision, root.Revision, changes);
        TaskCompletionSource moved;
        lock (_lock)
        {
            AddNeedsLock(entry);
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
            if (afterRevision < _segments[0].Start.Revision)
            {
                return null;
            }

            var changes = new List<StoreChange>();
            var proven = afterRevision;
            if (afterRevision < _current.Revision)
            {
                foreach (var entry in _segments.Skip(SegmentOfNeedsLock(afterRevision)).SelectMany(segment => segment.After(afterRevision)))
                {
                    changes.AddRange(entry.FirstRevision > afterRevision ? entry.Changes : entry.Changes.Where(change => change.Revision > afterRevision));
                    proven = entry.LastRevision;
                    if (changes.Count >= ChangesPerReadMax)
                    {
                        break;
                    }
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
            return revision >= _current.Revision ? _current
                : revision < _segments[0].Start.Revision ? null
                : _segments[SegmentOfNeedsLock(revision)].At(revision);
        }
    }

    private void AddNeedsLock(HistoryEntry entry)
    {
        var now = _time.GetUtcNow();
        if (_segments[^1].IsFull)
        {
            _segments.Add(new HistorySegment(_current, now));
        }

        var segment = _segments[^1];
        _bytes -= segment.Bytes;
        segment.Add(entry, now);
        _bytes += segment.Bytes;
    }

    private void TrimNeedsLock()
    {
        var oldest = _time.GetUtcNow() - AgeMax;
        var count = 0;
        while (count < _segments.Count - 1 && (_segments[count].LastAt < oldest || _bytes > BytesMax))
        {
            _bytes -= _segments[count++].Bytes;
        }

        _segments.RemoveRange(0, count);
    }

    /// <summary>Index of the last segment that starts at or before a revision.</summary>
    private int SegmentOfNeedsLock(long revision)
    {
        int low = 0, high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >> 1;
            if (_segments[middle].Start.Revision <= revision)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return low;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
