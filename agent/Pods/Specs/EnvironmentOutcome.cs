namespace CloudOrchestrator.Pods.Specs;

/// <summary>A container's environment, or why it cannot be had.</summary>
/// <param name="Variables">In the order of the spec.</param>
/// <param name="Error">Why it cannot be had; null if it can.</param>
internal sealed record EnvironmentOutcome(IReadOnlyList<KeyValuePair<string, string>> Variables, string? Error);
