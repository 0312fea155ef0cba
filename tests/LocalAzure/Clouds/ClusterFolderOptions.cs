namespace CloudOrchestrator.LocalAzure.Clouds;

/// <summary>What a <see cref="ClusterFolder"/> is made for.</summary>
public sealed record ClusterFolderOptions
{
    /// <summary>The published folder of the app.</summary>
    public required string AppFolder { get; init; }

    /// <summary>The folder; what is there already is kept.</summary>
    public required string Data { get; init; }

    /// <summary>The storage account, with its table, blob and queue endpoints.</summary>
    public required string StorageConnectionString { get; init; }

    /// <summary>Where the API will be served on the loopback.</summary>
    public required int Port { get; init; }

    /// <summary>Where the administrator's kubeconfig goes.</summary>
    public required string Kubeconfig { get; init; }

    /// <summary>The one node that may join with the kubeconfig of the agent.</summary>
    public required string Node { get; init; }

    /// <summary>The setting <c>ClusterName</c>.</summary>
    public string ClusterName { get; init; } = "kubernetes";
}
