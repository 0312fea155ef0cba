namespace CloudOrchestrator.Runtimes.Docker;

/// <summary>How to reach the Docker engine.</summary>
public sealed record DockerRuntimeOptions
{
    /// <summary>Where the engine listens.</summary>
    /// <value><c>unix:///var/run/docker.sock</c> unless said otherwise.</value>
    public Uri Endpoint { get; init; } = new("unix:///var/run/docker.sock");

    /// <summary>Whose containers to see.</summary>
    public required RuntimeScope Scope { get; init; }
}
