using k8s.Models;

namespace CloudOrchestrator.Pods.Api;

/// <summary>What became of a call about a pod's object.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Pod">The object as it is now, where the API said it.</param>
/// <param name="Message">Why it failed; empty if it did not.</param>
internal sealed record ApiOutcome(ApiOutcomeKind Kind, V1Pod? Pod, string Message);
