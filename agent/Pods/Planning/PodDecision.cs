namespace CloudOrchestrator.Pods.Planning;

/// <summary>What to do for a pod now, and when to look again if nothing happens before.</summary>
/// <param name="Actions">What to do, all at once.</param>
/// <param name="LookAgainAt">When to look again; null if only an event can change anything.</param>
/// <param name="Done">Nothing is left of the pod.</param>
internal sealed record PodDecision(IReadOnlyList<PodAction> Actions, DateTimeOffset? LookAgainAt, bool Done = false);
