using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>One applied commit. One without changes took a single revision.</summary>
internal sealed record HistoryEntry(long FirstRevision, long LastRevision, IReadOnlyList<StoreChange> Changes)
{
    /// <summary>The state after the commit, or after those of its changes that lie at or before a revision.</summary>
    public CollectionRoot ApplyTo(CollectionRoot root, long throughRevision)
    {
        if (Changes.Count == 0)
        {
            return LastRevision <= throughRevision ? root.At(LastRevision) : root;
        }

        foreach (var change in Changes)
        {
            if (change.Revision > throughRevision)
            {
                break;
            }

            root = root.Apply(change);
        }

        return root;
    }
}
