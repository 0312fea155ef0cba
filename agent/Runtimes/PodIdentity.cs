namespace CloudOrchestrator.Runtimes;

/// <summary>Which pod a sandbox or container belongs to.</summary>
/// <param name="Namespace">The pod's namespace.</param>
/// <param name="Name">The pod's name.</param>
/// <param name="Uid">The pod's uid: a pod deleted and made again under one name is another pod.</param>
public sealed record PodIdentity(string Namespace, string Name, string Uid);
