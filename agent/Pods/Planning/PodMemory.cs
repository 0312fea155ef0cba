using System.Collections.Immutable;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>
/// What happened to a pod that the engine cannot tell. All of it may be lost: it is then found out again, at the price
/// of an attempt that fails once more.
/// </summary>
internal sealed record PodMemory
{
    public static PodMemory Empty { get; } = new();

    /// <summary>Images, by the container that needs them.</summary>
    public ImmutableDictionary<string, ImageMemory> Images { get; init; } = ImmutableDictionary<string, ImageMemory>.Empty;

    /// <summary>Containers that could not be made, by name.</summary>
    public ImmutableDictionary<string, Failure> StartFailures { get; init; } = ImmutableDictionary<string, Failure>.Empty;

    /// <summary>Containers that were asked to end, by engine id, and when they will be made to.</summary>
    public ImmutableDictionary<string, DateTimeOffset> Stops { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>What probes found, by engine id.</summary>
    public ImmutableDictionary<string, ProbeVerdict> Probes { get; init; } = ImmutableDictionary<string, ProbeVerdict>.Empty;

    /// <summary>What containers left to say at their end, by engine id.</summary>
    public ImmutableDictionary<string, string> TerminationMessages { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The volumes; null if they were not looked at yet.</summary>
    public VolumesMemory? Volumes { get; init; }

    /// <summary>The sandbox could not be made.</summary>
    public Failure? SandboxFailure { get; init; }

    /// <summary>The pod could not be finished: cleaned up and its object deleted.</summary>
    public Failure? FinishFailure { get; init; }

    /// <summary>The pod is finished: nothing is left of it.</summary>
    public bool Finished { get; init; }
}
