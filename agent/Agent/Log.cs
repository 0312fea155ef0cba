namespace CloudOrchestrator.Agent;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Warning, Message = "The container engine cannot be asked: {Message}")]
    public static partial void EngineUnreachable(ILogger logger, string message);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Warning, Message = "The node could not be told to the API: {Message}")]
    public static partial void NodeNotTold(ILogger logger, string message);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Information, Message = "Registered node {Node}")]
    public static partial void NodeRegistered(ILogger logger, string node);
}
