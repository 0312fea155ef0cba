using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7001, Level = LogLevel.Information, Message = "The sandbox image {Image} was made")]
    public static partial void SandboxImageMade(ILogger logger, string image);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Debug, Message = "The engine's event stream ended: {Message}")]
    public static partial void EventsEnded(ILogger logger, string message);
}
