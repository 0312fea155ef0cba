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
}
