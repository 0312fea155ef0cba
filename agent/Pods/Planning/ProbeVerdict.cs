namespace CloudOrchestrator.Pods.Planning;

/// <summary>What the probes of a running container found.</summary>
/// <param name="Started">The startup probe succeeded, or there is none.</param>
/// <param name="Ready">The readiness probe's last verdict.</param>
/// <param name="Unhealthy">Why the container must be restarted; null if it need not be.</param>
internal sealed record ProbeVerdict(bool Started, bool Ready, string? Unhealthy)
{
    /// <summary>Of a container without probes.</summary>
    public static ProbeVerdict Fine { get; } = new(Started: true, Ready: true, Unhealthy: null);
}
