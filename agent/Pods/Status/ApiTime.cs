namespace CloudOrchestrator.Pods.Status;

/// <summary>Times as the API keeps them: whole seconds, universal.</summary>
internal static class ApiTime
{
    public static DateTime Of(DateTimeOffset time) => new(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, DateTimeKind.Utc);

    public static DateTime? Of(DateTimeOffset? time) => time is { } known ? Of(known) : null;
}
