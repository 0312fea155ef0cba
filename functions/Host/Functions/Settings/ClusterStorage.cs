using Azure.Core;
using Azure.Identity;
using CloudOrchestrator.Store.AzureTables;

namespace CloudOrchestrator.Host.Functions.Settings;

/// <summary>The storage account that holds a cluster.</summary>
internal abstract record ClusterStorage
{
    private ClusterStorage()
    {
    }

    /// <summary>Where its tables and blobs are, as the store takes it.</summary>
    public abstract AzureTablesOptions Store(string cluster);

    /// <summary>An account on this machine, with its key: development.</summary>
    public sealed record Local(string ConnectionString) : ClusterStorage
    {
        public override AzureTablesOptions Store(string cluster) => new() { ConnectionString = ConnectionString, Cluster = cluster };

        /// <summary>Not what a record says by itself: that would be the key.</summary>
        public override string ToString() => nameof(Local);
    }

    /// <summary>An account in Azure, reached with a managed identity.</summary>
    public sealed record InAzure(Uri Tables, Uri Blobs, Uri Queues, string? ClientId) : ClusterStorage
    {
        public override AzureTablesOptions Store(string cluster) =>
            new() { TableEndpoint = Tables, BlobEndpoint = Blobs, ManagedIdentityClientId = ClientId, Cluster = cluster };

        /// <summary>What gets tokens for it.</summary>
        public TokenCredential Credential() => IdentityOf(ClientId);
    }

    /// <summary>The managed identity of this client id; without one, the app's own.</summary>
    public static TokenCredential IdentityOf(string? clientId) =>
        new ManagedIdentityCredential(clientId is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(clientId));
}
