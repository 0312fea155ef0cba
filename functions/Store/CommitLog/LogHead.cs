namespace CloudOrchestrator.Store.CommitLog;

/// <summary>Where a collection's log ends.</summary>
/// <param name="Revision">The last revision; 0 for a collection without commits.</param>
/// <param name="Commit">The last commit's id.</param>
/// <param name="Digest">The collection's digest at that revision.</param>
public sealed record LogHead(long Revision, Guid Commit, ulong Digest)
{
    /// <summary>The head of a collection without commits.</summary>
    public static LogHead None { get; } = new(0, Guid.Empty, 0);
}
