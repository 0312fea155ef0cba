using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The commit loop of {Collection} failed")]
    public static partial void CommitLoopFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(2, LogLevel.Warning, "The commit at revision {Revision} of {Collection} has an open outcome: {Reason}")]
    public static partial void AppendUnknown(ILogger logger, string collection, long revision, string reason);

    [LoggerMessage(3, LogLevel.Warning, "No snapshot of {Collection} could be written")]
    public static partial void SnapshotFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(4, LogLevel.Warning, "Expired objects of {Collection} could not be deleted")]
    public static partial void ExpiryFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(5, LogLevel.Warning, "The snapshot of {Collection} at revision {Revision} cannot be used; the one before it is")]
    public static partial void SnapshotBad(ILogger logger, string collection, long revision, Exception fault);

    [LoggerMessage(6, LogLevel.Error, "What this process holds of {Collection} is not what the log says; it is read anew: {Reason}")]
    public static partial void Reopened(ILogger logger, string collection, string reason);

    [LoggerMessage(7, LogLevel.Warning, "The upkeep of {Collection} failed")]
    public static partial void UpkeepFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(8, LogLevel.Warning, "The fate of the commit at revision {Revision} of {Collection} is still open: {Reason}")]
    public static partial void SettleFailed(ILogger logger, string collection, long revision, string reason);

    [LoggerMessage(9, LogLevel.Warning, "The log of {Collection} cannot be watched now")]
    public static partial void PollFailed(ILogger logger, string collection, Exception fault);
}
