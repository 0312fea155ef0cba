namespace CloudOrchestrator.Runtimes;

/// <summary>Something happened to one of a pod's containers or to its sandbox: look at the pod again.</summary>
/// <param name="PodUid">The pod.</param>
public sealed record RuntimeEvent(string PodUid);
