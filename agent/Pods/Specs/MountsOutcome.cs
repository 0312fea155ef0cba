using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Pods.Specs;

/// <summary>A container's mounts, or why they cannot be made.</summary>
/// <param name="Mounts">The mounts.</param>
/// <param name="Error">Why they cannot be made; null if they can.</param>
internal sealed record MountsOutcome(IReadOnlyList<BindMount> Mounts, string? Error);
