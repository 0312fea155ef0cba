using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7201, Level = LogLevel.Warning, Message = "The status of pod {Namespace}/{Name} could not be written: {Message}")]
    public static partial void StatusNotWritten(ILogger logger, string @namespace, string name, string message);

    [LoggerMessage(EventId = 7202, Level = LogLevel.Warning, Message = "An event {Reason} could not be written: {Message}")]
    public static partial void EventNotWritten(ILogger logger, string reason, string message);

    [LoggerMessage(EventId = 7203, Level = LogLevel.Error, Message = "The worker of pod {Uid} failed and goes on")]
    public static partial void WorkerFailed(ILogger logger, string uid, Exception fault);

    [LoggerMessage(EventId = 7204, Level = LogLevel.Warning, Message = "{Action} of pod {Namespace}/{Name}: {Message}")]
    public static partial void ActionFailed(ILogger logger, string action, string @namespace, string name, string message);

    [LoggerMessage(EventId = 7205, Level = LogLevel.Warning, Message = "The container engine cannot be asked: {Message}")]
    public static partial void EngineUnreachable(ILogger logger, string message);
}
