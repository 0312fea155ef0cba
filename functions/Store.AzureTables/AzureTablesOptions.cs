using Azure.Core.Pipeline;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Where the store is in Azure. Either <see cref="ConnectionString"/> or both endpoints are set.</summary>
public sealed class AzureTablesOptions
{
    /// <summary>The default of <see cref="Cluster"/>.</summary>
    public const string DefaultCluster = "kubernetes";

    /// <summary>A storage account's connection string, with its key. Meant for Azurite; in Azure use the endpoints and a managed identity.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The account's table endpoint, such as <c>https://account.table.core.windows.net</c>; reached with a managed identity.</summary>
    public Uri? TableEndpoint { get; init; }

    /// <summary>The account's blob endpoint, such as <c>https://account.blob.core.windows.net</c>; reached with a managed identity.</summary>
    public Uri? BlobEndpoint { get; init; }

    /// <summary>The client id of a user-assigned managed identity. Without it the environment's own identity is taken.</summary>
    public string? ManagedIdentityClientId { get; init; }

    /// <summary>The cluster's name: that of its table and, in lower case, of its blob container.</summary>
    /// <value>3 to 63 letters and digits, a letter first. Default <see cref="DefaultCluster"/>.</value>
    public string Cluster { get; init; } = DefaultCluster;

    /// <summary>How long one request to the table may take.</summary>
    /// <value>1 to 60 s. Default 10 s: the service itself ends a query after 5 s and an operation after 30 s.</value>
    public TimeSpan TableTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one request for a blob may take.</summary>
    /// <value>1 to 600 s. Default 60 s.</value>
    public TimeSpan BlobTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The same account, for another cluster.</summary>
    public AzureTablesOptions Of(string cluster) => new()
    {
        ConnectionString = ConnectionString,
        TableEndpoint = TableEndpoint,
        BlobEndpoint = BlobEndpoint,
        ManagedIdentityClientId = ManagedIdentityClientId,
        Cluster = cluster,
        TableTimeout = TableTimeout,
        BlobTimeout = BlobTimeout,
        Transport = Transport,
    };

    /// <summary>What carries the requests, where it is not the platform's own: tests count and break them here.</summary>
    internal HttpPipelineTransport? Transport { get; init; }
}
