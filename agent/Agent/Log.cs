namespace CloudOrchestrator.Agent;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7301, Level = LogLevel.Information, Message = "Waiting for the API: {Message}")]
    public static partial void WaitingForApi(ILogger logger, string message);

    [LoggerMessage(EventId = 7302, Level = LogLevel.Information, Message = "Registered node {Node}")]
    public static partial void NodeRegistered(ILogger logger, string node);

    [LoggerMessage(EventId = 7303, Level = LogLevel.Warning, Message = "The node's status could not be written: {Message}")]
    public static partial void NodeStatusNotWritten(ILogger logger, string message);

    [LoggerMessage(EventId = 7304, Level = LogLevel.Information, Message = "The node API listens at {Address}")]
    public static partial void NodeApiListens(ILogger logger, string address);

    [LoggerMessage(EventId = 7305, Level = LogLevel.Error, Message = "Telling the API of the node broke and goes on")]
    public static partial void NodeLoopBroke(ILogger logger, Exception exception);
}
