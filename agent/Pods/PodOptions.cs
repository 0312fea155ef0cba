namespace CloudOrchestrator.Pods;

/// <summary>What the node's pods need to know of the node.</summary>
public sealed record PodOptions
{
    /// <summary>The node's name.</summary>
    public required string NodeName { get; init; }

    /// <summary>The node's address.</summary>
    public required string NodeAddress { get; init; }
}
