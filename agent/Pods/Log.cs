using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7201, Level = LogLevel.Debug, Message = "The event {Reason} about {Subject} is lost: {Message}")]
    public static partial void EventLost(ILogger logger, string? reason, string? subject, string message);

    [LoggerMessage(EventId = 7202, Level = LogLevel.Information, Message = "Pod {Namespace}/{Name} ({Uid}): taken on")]
    public static partial void PodTaken(ILogger logger, string @namespace, string name, string uid);

    [LoggerMessage(EventId = 7203, Level = LogLevel.Information, Message = "Pod {Namespace}/{Name} ({Uid}): finished")]
    public static partial void PodFinished(ILogger logger, string @namespace, string name, string uid);

    [LoggerMessage(EventId = 7204, Level = LogLevel.Debug, Message = "Pod {Name}: {Action}")]
    public static partial void ActionBegun(ILogger logger, string name, string action);

    [LoggerMessage(EventId = 7205, Level = LogLevel.Information, Message = "Pod {Name}: {Action} failed: {Message}")]
    public static partial void ActionFailed(ILogger logger, string name, string action, string message);

    [LoggerMessage(EventId = 7206, Level = LogLevel.Error, Message = "Pod {Name}: {Action} broke")]
    public static partial void ActionBroke(ILogger logger, Exception exception, string name, string action);

    [LoggerMessage(EventId = 7207, Level = LogLevel.Warning, Message = "The container engine is unreachable: {Message}")]
    public static partial void EngineDown(ILogger logger, string message);

    [LoggerMessage(EventId = 7208, Level = LogLevel.Information, Message = "The container engine answers")]
    public static partial void EngineUp(ILogger logger);

    [LoggerMessage(EventId = 7209, Level = LogLevel.Information, Message = "Pod {Namespace}/{Name} ({Uid}) runs here and is unknown to the API: it ends")]
    public static partial void OrphanFound(ILogger logger, string @namespace, string name, string uid);

    [LoggerMessage(EventId = 7210, Level = LogLevel.Error, Message = "A loop of the node broke and goes on")]
    public static partial void LoopBroke(ILogger logger, Exception exception);
}
