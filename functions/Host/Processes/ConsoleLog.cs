namespace CloudOrchestrator.Host.Processes;

/// <summary>How every process of the control plane logs to its console: a line an entry, times in UTC.</summary>
internal static class ConsoleLog
{
    /// <summary>Adds it.</summary>
    public static void Add(ILoggingBuilder logging)
    {
        logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.AddFilter("Microsoft", LogLevel.Warning);
    }
}
