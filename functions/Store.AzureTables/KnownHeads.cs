using System.Collections.Concurrent;
using Azure;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The tags of the heads last seen. A tag belongs to one state of one row, so a stale one does no harm: the service refuses it.</summary>
internal sealed class KnownHeads
{
    private readonly ConcurrentDictionary<string, (long Revision, Guid Commit, ETag Tag)> _heads = new();

    /// <summary>Notes a head, unless a later one is known. The tag of a sealed one is of no use to anybody.</summary>
    public void Note(string partition, LogHead head, ETag? tag)
    {
        if (head.Sealed)
        {
            _heads.TryRemove(partition, out _);
        }
        else if (tag is { } known && known != default)
        {
            _heads.AddOrUpdate(
                partition,
                (head.Revision, head.Commit, known),
                (_, before) => before.Revision > head.Revision ? before : (head.Revision, head.Commit, known));
        }
    }

    /// <summary>The tag of this head; null if it is not known.</summary>
    public ETag? Tag(string partition, LogHead head) =>
        _heads.TryGetValue(partition, out var known) && known.Commit == head.Commit ? known.Tag : null;
}
