namespace CloudOrchestrator.Doorbells;

/// <summary>How the doorbell that listens to the API itself behaves.</summary>
public sealed record ApiDoorbellOptions
{
    /// <summary>The node.</summary>
    public required string NodeName { get; init; }

    /// <summary>For how long the control plane may take the node to be alive after a heartbeat.</summary>
    /// <value>40 s; at least three heartbeats fit.</value>
    public TimeSpan LeaseDuration { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>How long one watch lasts before it is asked for again, so that a connection that died unnoticed is found out.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan WatchDuration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How often the node's state is said again though nothing about it changed.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan RepeatEvery { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait after a first failure; it doubles with each further one.</summary>
    /// <value>100 ms.</value>
    public TimeSpan RetryDelayMin { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest wait after a failure.</summary>
    /// <value>2 s: an API server on the same machine is back soon.</value>
    public TimeSpan RetryDelayMax { get; init; } = TimeSpan.FromSeconds(2);
}
