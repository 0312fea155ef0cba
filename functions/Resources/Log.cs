using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Resources;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The change feed of {Kind} failed and starts again")]
    public static partial void FeedFailed(ILogger logger, string kind, Exception fault);

    [LoggerMessage(2, LogLevel.Information, "{Reactor} did not get through with {Key}: {Failure}")]
    public static partial void ReconcileRefused(ILogger logger, string reactor, string key, string failure);

    [LoggerMessage(3, LogLevel.Error, "{Reactor} failed on {Key}")]
    public static partial void ReconcileFailed(ILogger logger, string reactor, string key, Exception fault);

    [LoggerMessage(4, LogLevel.Warning, "{Reactor} is refused for good at {Key}, and looks again now and then: {Failure}")]
    public static partial void ReconcileRefusedForGood(ILogger logger, string reactor, string key, string failure);
}
