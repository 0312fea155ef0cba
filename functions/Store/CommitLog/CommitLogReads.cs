namespace CloudOrchestrator.Store.CommitLog;

/// <summary>Reads that every log can do.</summary>
internal static class CommitLogReads
{
    /// <summary>Beyond every revision that a collection can have.</summary>
    private const long BeyondAll = 1L << 43;

    /// <summary>A collection's head alone.</summary>
    public static async ValueTask<LogHead> HeadAsync(this ICommitLog log, string collection, CancellationToken cancellationToken) =>
        (await log.TailAsync(collection, BeyondAll, cancellationToken).ConfigureAwait(false)).Head;
}
