using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The namespace {Name}, which every cluster has, could not be made: {Failure}")]
    public static partial void NamespaceNotMade(ILogger logger, string name, string failure);

    [LoggerMessage(2, LogLevel.Warning, "{Key}, which every cluster has, could not be made: {Failure}")]
    public static partial void ObjectNotMade(ILogger logger, string key, string failure);
}
