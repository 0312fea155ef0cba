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

    [LoggerMessage(10, LogLevel.Warning, "Revisions {First} to {Last} of {Collection} could not be published; the next tick does it")]
    public static partial void PublishFailed(ILogger logger, string collection, long first, long last, Exception fault);

    [LoggerMessage(11, LogLevel.Warning, "What is published of {Collection} could not be noted; the next tick publishes some of it once more")]
    public static partial void MovePublishedFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(12, LogLevel.Warning, "What was missed of {Collection} could not be published; the next tick tries again")]
    public static partial void PublishMissedFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(13, LogLevel.Warning, "The collection {Collection} could not be marked again after a late commit")]
    public static partial void MarkFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(14, LogLevel.Error, "Whom a change of {Collection} concerns cannot be told; everybody who reacts to it is woken")]
    public static partial void RecipientsFailed(ILogger logger, string collection, Exception fault);

    [LoggerMessage(15, LogLevel.Warning, "What was missed of {Collection} after revision {Revision} cannot be read; everybody who reacts to it is woken")]
    public static partial void MissedUnreadable(ILogger logger, string collection, long revision, Exception fault);

    [LoggerMessage(16, LogLevel.Error, "What reacts to {Collection} in this process could not be told of a commit")]
    public static partial void TellingFailed(ILogger logger, string collection, Exception fault);
}
