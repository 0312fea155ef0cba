using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>One applied commit: its changes and the root after it.</summary>
internal sealed record HistoryEntry(long FirstRevision, IReadOnlyList<StoreChange> Changes, CollectionRoot Root, DateTimeOffset At, int Bytes)
{
    public long LastRevision => Root.Revision;
}
