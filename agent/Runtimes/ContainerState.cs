namespace CloudOrchestrator.Runtimes;

/// <summary>A container as the engine has it.</summary>
public sealed record ContainerState
{
    /// <summary>The engine's id.</summary>
    public required string Id { get; init; }

    /// <summary>The pod.</summary>
    public required PodIdentity Pod { get; init; }

    /// <summary>The container's name in the pod.</summary>
    public required string Name { get; init; }

    /// <summary>How many containers of this name the pod had before.</summary>
    public required int Attempt { get; init; }

    /// <summary>The sandbox it joined.</summary>
    public required string SandboxId { get; init; }

    /// <summary>The digest it was made with.</summary>
    public required string SpecHash { get; init; }

    /// <summary>How far it has come.</summary>
    public required ContainerPhase Phase { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was started, if it was.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, if it did.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What its first process ended with.</summary>
    public int ExitCode { get; init; }

    /// <summary>The kernel ended it for want of memory.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>Why it could not be started; empty if it could.</summary>
    public string StartError { get; init; } = "";

    /// <summary>How long to wait after its end before a next attempt.</summary>
    public TimeSpan RestartDelay { get; init; }

    /// <summary>How long it has between SIGTERM and SIGKILL.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>The image's name.</summary>
    public string Image { get; init; } = "";

    /// <summary>The image's content id.</summary>
    public string ImageId { get; init; } = "";
}
