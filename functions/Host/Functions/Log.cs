namespace CloudOrchestrator.Host.Functions;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "The store cannot be used yet; the next request tries again: {Reason}")]
    public static partial void NotPrepared(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Error, "Preparing the store failed; the next request tries again")]
    public static partial void PreparationFailed(ILogger logger, Exception fault);

    [LoggerMessage(3, LogLevel.Warning, "{Function} failed: {Reason}")]
    public static partial void TriggerFailed(ILogger logger, string function, string reason);

    [LoggerMessage(4, LogLevel.Error, "{Function} failed")]
    public static partial void TriggerBroken(ILogger logger, string function, Exception fault);

    [LoggerMessage(5, LogLevel.Warning, "{Count} events ended in dead-letter storage; their keys are looked at again at the next resync")]
    public static partial void DeadLetters(ILogger logger, long count);

    [LoggerMessage(6, LogLevel.Warning, "{Count} reminders failed too often and are in the queue {Queue}; their keys are looked at again at the next resync")]
    public static partial void PoisonReminders(ILogger logger, long count, string queue);

    [LoggerMessage(7, LogLevel.Warning, "Dead letters could not be counted: {Reason}")]
    public static partial void DeadLettersUnknown(ILogger logger, string reason);

    [LoggerMessage(8, LogLevel.Information, "The process that started this one is gone; ending")]
    public static partial void ParentGone(ILogger logger);

    [LoggerMessage(9, LogLevel.Error, "The tick could not do its part {Part}")]
    public static partial void TickPartFailed(ILogger logger, string part, Exception fault);

    [LoggerMessage(10, LogLevel.Warning, "{Function} passed over {Count} keys of reactors that this version does not have: {Reactors}")]
    public static partial void UnknownReactors(ILogger logger, string function, int count, string reactors);

    [LoggerMessage(11, LogLevel.Error, "A reminder was passed over: {Problem}")]
    public static partial void UnreadableReminder(ILogger logger, string problem);

    [LoggerMessage(12, LogLevel.Error, "Measurements cannot be exported")]
    public static partial void ExportFailed(ILogger logger, Exception fault);
}
