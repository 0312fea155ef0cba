namespace CloudOrchestrator.Pods;

/// <summary>What the workers know of their node.</summary>
/// <param name="NodeName">Its name.</param>
/// <param name="NodeAddress">Its address, which pods see as <c>hostIP</c>.</param>
/// <param name="MachineMemoryBytes">Its memory.</param>
public sealed record PodOptions(string NodeName, string NodeAddress, long MachineMemoryBytes);
