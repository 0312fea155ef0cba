namespace CloudOrchestrator.Runtimes.Conformance;

/// <summary>A container of the fake engine.</summary>
internal sealed class FakeContainer
{
    public required string Id { get; init; }

    public required ContainerSpec Spec { get; init; }

    public required string ClusterId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public int ExitCode { get; set; }

    public bool OutOfMemory { get; set; }

    public string StartError { get; set; } = "";

    /// <summary>Lines with the time of each.</summary>
    public List<(DateTimeOffset At, string Line)> Output { get; } = [];

    /// <summary>Ends when the container does.</summary>
    public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ContainerState State => new()
    {
        Id = Id,
        Pod = Spec.Pod,
        Name = Spec.Name,
        Attempt = Spec.Attempt,
        SandboxId = Spec.SandboxId,
        SpecHash = Spec.SpecHash,
        Phase = FinishedAt is not null ? ContainerPhase.Exited : StartedAt is not null ? ContainerPhase.Running : ContainerPhase.Created,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        FinishedAt = FinishedAt,
        ExitCode = ExitCode,
        OutOfMemory = OutOfMemory,
        StartError = StartError,
        RestartDelay = Spec.RestartDelay,
        StopGrace = Spec.StopGrace,
        Image = Spec.Image,
        ImageId = FakeEngine.ImageId(Spec.Image),
    };
}
