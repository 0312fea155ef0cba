using CloudOrchestrator.Doorbells.Rows;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells;

/// <summary>What this project logs.</summary>
internal static partial class Log
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Warning, Message = "The API is unreachable: {Message}")]
    public static partial void ApiUnreachable(ILogger logger, string message);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "The node's pods were listed: {Count}")]
    public static partial void PodsListed(ILogger logger, int count);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Warning, Message = "The node's lease could not be renewed: {Message}")]
    public static partial void LeaseNotRenewed(ILogger logger, string message);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Warning, Message = "The node's row {Row} cannot be written: {Message}")]
    public static partial void TableAway(ILogger logger, RowAddress row, string message);

    [LoggerMessage(EventId = 7105, Level = LogLevel.Information, Message = "The node's row {Row} is written again")]
    public static partial void TableBack(ILogger logger, RowAddress row);

    [LoggerMessage(EventId = 7106, Level = LogLevel.Error, Message = "Beating broke and goes on")]
    public static partial void BeatBroke(ILogger logger, Exception exception);
}
