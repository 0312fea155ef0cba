namespace CloudOrchestrator.Runtimes;

/// <summary>Whose containers a runtime sees: one engine may serve several clusters, and none touches another's.</summary>
/// <param name="ClusterId">The cluster's id: the uid of its <c>kube-system</c> namespace.</param>
/// <param name="NodeName">The node within the cluster.</param>
public sealed record RuntimeScope(string ClusterId, string NodeName);
