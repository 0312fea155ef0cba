using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.AzureTables;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Error, "The snapshot {Blob} of {Collection} is gone or damaged; an older one is used")]
    public static partial void SnapshotDamaged(ILogger logger, string collection, string blob);
}
