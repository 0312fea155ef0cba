namespace CloudOrchestrator.Store.CommitLog;

/// <summary>Where a collection's log ends.</summary>
/// <param name="Revision">The last revision; 0 for a collection without commits.</param>
/// <param name="Commit">The last commit's id.</param>
/// <param name="Digest">The collection's digest at that revision.</param>
/// <param name="Format">The row format of the last commit: whoever does not know it stops serving the collection.</param>
/// <param name="Sealed">Whether the log takes no more rows: the collection lives on elsewhere.</param>
public sealed record LogHead(long Revision, Guid Commit, ulong Digest, int Format = 0, bool Sealed = false)
{
    /// <summary>The head of a collection without commits.</summary>
    public static LogHead None { get; } = new(0, Guid.Empty, 0);
}
