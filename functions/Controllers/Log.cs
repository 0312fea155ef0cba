using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The {Kind} {Name}, which every cluster has, could not be made: {Failure}")]
    public static partial void SystemObjectNotMade(ILogger logger, string kind, string name, string failure);
}
