using CloudOrchestrator.Store.AzureTables;

namespace CloudOrchestrator.LocalAzure.Nodes;

/// <summary>What a <see cref="SimulatedNode"/> is.</summary>
public sealed record SimulatedNodeOptions
{
    public required string Name { get; init; }

    /// <summary>The account and the cluster's table, in which the node has its row.</summary>
    public required AzureTablesOptions Storage { get; init; }

    /// <summary>Pods that the node takes.</summary>
    public int PodsMax { get; init; } = 110;

    /// <summary>CPU that the node has, as a quantity.</summary>
    public string Cpu { get; init; } = "64";

    /// <summary>Memory that the node has, as a quantity.</summary>
    public string Memory { get; init; } = "256Gi";

    /// <summary>Wait between two beats while something goes on.</summary>
    /// <value>The agent's own.</value>
    public TimeSpan BeatMin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait between two beats.</summary>
    /// <value>The agent's own.</value>
    public TimeSpan BeatMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Of the jitter.</summary>
    public int Seed { get; init; } = 1;
}
