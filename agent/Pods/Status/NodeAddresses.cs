namespace CloudOrchestrator.Pods.Status;

/// <summary>Where the node is reached.</summary>
/// <param name="NodeName">The node.</param>
/// <param name="Address">Its address.</param>
internal sealed record NodeAddresses(string NodeName, string Address);
