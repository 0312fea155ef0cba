using System.Collections.Immutable;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>What is known of a pod's volumes.</summary>
/// <param name="Paths">Where each is; null if they never were all there.</param>
/// <param name="Failure">Why the last attempt failed; null if it did not.</param>
/// <param name="RefreshAt">When to bring their content up to date; null if it cannot change.</param>
internal sealed record VolumesMemory(ImmutableDictionary<string, string>? Paths, Failure? Failure, DateTimeOffset? RefreshAt);
