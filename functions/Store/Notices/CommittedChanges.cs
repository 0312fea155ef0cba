namespace CloudOrchestrator.Store.Notices;

/// <summary>Changes in the order of their revisions.</summary>
internal sealed class CommittedChanges(IReadOnlyList<StoreChange> changes)
{
    /// <summary>Those of some revisions.</summary>
    public IReadOnlyList<StoreChange> Within(long first, long last) => [.. changes.Where(change => change.Revision >= first && change.Revision <= last)];
}
