namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>What host.json says.</summary>
public sealed record HostModel
{
    /// <summary>Longest that an invocation may take; null without an end.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    /// <summary>Before the route of every HTTP function; empty or without slashes at its ends.</summary>
    public required string RoutePrefix { get; init; }

    public required QueueSettings Queues { get; init; }

    /// <summary>Whether HTTP is proxied.</summary>
    public required bool Proxies { get; init; }

    /// <summary>As declared.</summary>
    public required string Executable { get; init; }

    /// <summary>As declared: <c>%NAME%</c> stands for an app setting.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Relative to the app's folder; empty for that itself.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>Longest until the handler listens.</summary>
    public required TimeSpan InitializationTimeout { get; init; }
}
