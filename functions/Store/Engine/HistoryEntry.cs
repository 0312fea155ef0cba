using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Engine;

/// <summary>One applied commit. One without changes took a single revision.</summary>
/// <param name="FirstRevision">The revision of its first change.</param>
/// <param name="LastRevision">The revision of its last change.</param>
/// <param name="Changes">Its changes, in order.</param>
/// <param name="AppliedAt">When this instance applied it.</param>
internal sealed record HistoryEntry(long FirstRevision, long LastRevision, IReadOnlyList<StoreChange> Changes, DateTimeOffset AppliedAt)
{
    /// <summary>What an entry and a change hold beside their documents, about.</summary>
    private const int EntryBytes = 120;
    private const int ChangeBytes = 120;

    /// <summary>The commit as readers get it.</summary>
    public ChangeBatch Batch { get; } = new(Changes, LastRevision);

    /// <summary>Bytes that only the history holds alive, about: what the commit replaced or deleted.</summary>
    public long Bytes { get; } = EntryBytes + Changes.Sum(change =>
        ChangeBytes + (change.Before?.Document.Bytes.Length ?? 0) + (change.Last is null || change.Last.Document == change.Before?.Document ? 0 : change.Last.Document.Bytes.Length));

    /// <summary>From a state after or within the commit, the state before it, or before those of its changes that lie behind a revision.</summary>
    public CollectionRoot Undo(CollectionRoot root, long downToRevision)
    {
        for (var index = Changes.Count - 1; index >= 0 && Changes[index].Revision > downToRevision; index--)
        {
            root = Changes[index].Revision <= root.Revision ? root.Undo(Changes[index]) : root;
        }

        return root.At(Math.Max(downToRevision, FirstRevision - 1));
    }
}
