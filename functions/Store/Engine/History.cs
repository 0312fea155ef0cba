using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>The newest state and the changes of the last ten minutes, bounded in bytes too; from them the state at each of their revisions.</summary>
/// <remarks>Older states are made by undoing changes: a root kept for every commit would hold a path copy of every tree, which is far more than
/// the change itself. The last few that were asked for are kept a while, since a list comes in pages.</remarks>
internal sealed class History
{
    /// <summary>How long a change is kept.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromMinutes(10);

    /// <summary>How long a state that was asked for is kept.</summary>
    private static readonly TimeSpan StateAgeMax = TimeSpan.FromMinutes(1);

    /// <summary>Most bytes that the kept changes hold alive. Readers of older revisions are served from the log.</summary>
    private const long BytesMax = 32L * 1024 * 1024;

    /// <summary>Changes after which a read ends with the commit at hand.</summary>
    private const int ChangesPerReadMax = 1000;

    /// <summary>States kept that were asked for.</summary>
    private const int StatesMax = 4;

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly List<(CollectionRoot Root, DateTimeOffset AskedAt)> _asked = [];
    private List<HistoryEntry> _entries = [];
    private CollectionRoot _current;
    private TaskCompletionSource _moved = NewSignal();
    private long _oldest;
    private long _bytes;
    private bool _ended;

    public History(CollectionRoot start, TimeProvider time)
    {
        _current = start;
        _oldest = start.Revision;
        _time = time;
    }

    public CollectionRoot Current => Volatile.Read(ref _current);

    /// <summary>The oldest revision from which changes can be handed out.</summary>
    public long OldestRevision => Volatile.Read(ref _oldest);

    /// <summary>Bytes that only the kept changes hold alive, about.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Applies a commit and wakes the readers.</summary>
    public void Add(long firstRevision, IReadOnlyList<StoreChange> changes, CollectionRoot root)
    {
        var entry = new HistoryEntry(firstRevision, root.Revision, changes, _time.GetUtcNow());
        TaskCompletionSource moved;
        lock (_lock)
        {
            _entries.Add(entry);
            _bytes += entry.Bytes;
            Volatile.Write(ref _current, root);
            if (_bytes > BytesMax)
            {
                // Some more than needed, so that not every commit moves the list.
                TrimNeedsLock(DateTimeOffset.MinValue, BytesMax / 8 * 7);
            }

            moved = _moved;
            _moved = NewSignal();
        }

        moved.SetResult();
    }

    /// <summary>Puts older commits before the oldest; they end where it begins.</summary>
    public void Prepend(long startRevision, IReadOnlyList<HistoryEntry> older)
    {
        lock (_lock)
        {
            var fitting = older.Where(entry => entry.LastRevision <= _oldest).ToList();
            if (startRevision < _oldest && fitting.Count > 0 && fitting[^1].LastRevision == _oldest)
            {
                _entries = [.. fitting, .. _entries];
                _bytes += fitting.Sum(entry => entry.Bytes);
                _oldest = startRevision;
            }
        }
    }

    /// <summary>The changes after a revision, at once where there are any; else empty with a task that ends when there are.</summary>
    /// <returns>Null where the revision is older than what is kept, or the history has ended.</returns>
    public (ChangeBatch Batch, Task Moved)? Read(long afterRevision)
    {
        lock (_lock)
        {
            if (afterRevision < _oldest || _ended)
            {
                return null;
            }

            var first = IndexBehindNeedsLock(afterRevision);
            if (first == _entries.Count - 1 && _entries[first].FirstRevision > afterRevision)
            {
                // What every reader that keeps up asks for.
                return (_entries[first].Batch, _moved.Task);
            }

            var changes = new List<StoreChange>();
            var proven = afterRevision;
            for (var index = first; index < _entries.Count && changes.Count < ChangesPerReadMax; index++)
            {
                var entry = _entries[index];
                changes.AddRange(entry.FirstRevision > afterRevision ? entry.Changes : entry.Changes.Where(change => change.Revision > afterRevision));
                proven = entry.LastRevision;
            }

            return (new ChangeBatch(changes, proven), _moved.Task);
        }
    }

    /// <summary>The state at a revision, or null where it is not kept.</summary>
    public CollectionRoot? At(long revision)
    {
        CollectionRoot root;
        List<HistoryEntry> entries;
        lock (_lock)
        {
            if (revision >= _current.Revision)
            {
                return _current;
            }

            var asked = _asked.FindIndex(one => one.Root.Revision == revision);
            if (asked >= 0)
            {
                _asked[asked] = (_asked[asked].Root, _time.GetUtcNow());
                return _asked[asked].Root;
            }

            if (revision < _oldest)
            {
                return null;
            }

            root = _asked.Select(one => one.Root).Append(_current).Where(one => one.Revision >= revision).MinBy(one => one.Revision)!;
            var first = IndexBehindNeedsLock(revision);
            entries = _entries.GetRange(first, Math.Min(_entries.Count - 1, IndexBehindNeedsLock(root.Revision - 1)) - first + 1);
        }

        for (var index = entries.Count - 1; index >= 0; index--)
        {
            root = entries[index].Undo(root, revision);
        }

        Keep(root);
        return root;
    }

    /// <summary>Lets go of what is too old, so that a collection at rest holds little.</summary>
    public void Trim()
    {
        lock (_lock)
        {
            var before = _time.GetUtcNow() - StateAgeMax;
            _asked.RemoveAll(asked => asked.AskedAt < before);
            TrimNeedsLock(_time.GetUtcNow() - AgeMax, BytesMax);
        }
    }

    /// <summary>Cuts off every reader: what this instance holds is not what the log says.</summary>
    public void End()
    {
        lock (_lock)
        {
            _ended = true;
            _moved.TrySetResult();
        }
    }

    private void Keep(CollectionRoot root)
    {
        lock (_lock)
        {
            _asked.RemoveAll(asked => asked.Root.Revision == root.Revision);
            _asked.Add((root, _time.GetUtcNow()));
            _asked.RemoveRange(0, Math.Max(0, _asked.Count - StatesMax));
        }
    }

    private void TrimNeedsLock(DateTimeOffset before, long bytesMax)
    {
        var count = 0;
        while (count < _entries.Count && (_entries[count].AppliedAt < before || _bytes > bytesMax))
        {
            _bytes -= _entries[count].Bytes;
            _oldest = _entries[count++].LastRevision;
        }

        if (count > 0)
        {
            _entries.RemoveRange(0, count);
            _entries.TrimExcess();
        }
    }

    /// <summary>Index of the first entry that ends behind a revision.</summary>
    private int IndexBehindNeedsLock(long revision)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (_entries[middle].LastRevision <= revision)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
