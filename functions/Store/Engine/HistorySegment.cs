using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>A run of commits and the root before them. The roots between are built when they are asked for.</summary>
/// <remarks>A root kept for every commit would hold a path copy of every tree: far more than the change itself.</remarks>
internal sealed class HistorySegment(CollectionRoot start, DateTimeOffset at)
{
    /// <summary>Changes after which a further segment begins: as many as a read of an old revision applies at most, one large commit apart.</summary>
    private const int ChangesMax = 128;

    /// <summary>What a change holds beside its documents, about.</summary>
    private const int ChangeBytes = 200;

    private readonly List<HistoryEntry> _entries = [];
    private int _changes;

    public CollectionRoot Start { get; } = start;

    /// <summary>When its last commit was applied here.</summary>
    public DateTimeOffset LastAt { get; private set; } = at;

    /// <summary>Bytes that it holds alive, about.</summary>
    public long Bytes { get; private set; }

    public bool IsFull => _changes >= ChangesMax;

    public void Add(HistoryEntry entry, DateTimeOffset at)
    {
        _entries.Add(entry);
        _changes += Math.Max(1, entry.Changes.Count);
        Bytes += entry.Changes.Sum(change => ChangeBytes + (change.Before ?? change.After)!.Document.Bytes.Length);
        LastAt = at;
    }

    /// <summary>The state at a revision that lies within.</summary>
    public CollectionRoot At(long revision) =>
        _entries.TakeWhile(entry => entry.FirstRevision <= revision).Aggregate(Start, (root, entry) => entry.ApplyTo(root, revision));

    /// <summary>The commits that end behind a revision, in order.</summary>
    public IEnumerable<HistoryEntry> After(long revision)
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

        for (; low < _entries.Count; low++)
        {
            yield return _entries[low];
        }
    }
}
