using System.Collections.Immutable;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>All that a decision about one pod is made from.</summary>
internal sealed record PodView
{
    /// <summary>The pod as the API last said it; null if it is known only by what the engine has of it.</summary>
    public V1Pod? Pod { get; init; }

    /// <summary>By when all must have ended; null if the pod is to run.</summary>
    public DateTimeOffset? StopBy { get; init; }

    /// <summary>What the engine has of it.</summary>
    public required PodObservation Observed { get; init; }

    /// <summary>What happened that the engine cannot tell.</summary>
    public PodMemory Memory { get; init; } = PodMemory.Empty;

    /// <summary>Keys of the actions under way.</summary>
    public ImmutableHashSet<string> Busy { get; init; } = [];

    /// <summary>The pod is to end.</summary>
    public bool Terminating => StopBy is not null || Pod is null;

    /// <summary>What the pod asks for; there is one unless it is to end.</summary>
    public V1PodSpec Spec => Pod!.Spec;
}
