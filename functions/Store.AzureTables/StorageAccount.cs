using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The clients of the account: the cluster's table and its blob container.</summary>
internal sealed class StorageAccount
{
    /// <summary>Most times that a request is sent again: 3.1 s in all.</summary>
    private const int ResendsMax = 5;

    /// <exception cref="StoreException">An option is wrong.</exception>
    public StorageAccount(AzureTablesOptions options, TimeProvider time)
    {
        OptionsCheck.Check(options);
        try
        {
            var credential = Credential(options);
            Table = TableOf(options, credential, new ResendPolicy(ResendsMax, time));
            TableOnce = TableOf(options, credential, new ResendPolicy(0, time));
            Blobs = ContainerOf(options, credential, new ResendPolicy(ResendsMax, time));
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            throw OptionsCheck.Exception($"the settings cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>The table, for reads and for writes that may be sent again.</summary>
    public TableClient Table { get; }

    /// <summary>The table, for commits: sent again, one that landed unheard would look like a conflict.</summary>
    public TableClient TableOnce { get; }

    /// <summary>The container. What is written there is the same each time that it is sent.</summary>
    public BlobContainerClient Blobs { get; }

    private static TableClient TableOf(AzureTablesOptions options, TokenCredential? credential, ResendPolicy resend)
    {
        var settings = Set(new TableClientOptions(), options, resend, options.TableTimeout);
        settings.AddPolicy(new ContentBuffering(), HttpPipelinePosition.BeforeTransport);
        var service = options.ConnectionString is null
            ? new TableServiceClient(options.TableEndpoint, credential, settings)
            : new TableServiceClient(ConnectionStringCheck.Trimmed(options.ConnectionString), settings);
        // Where the account is the first part of the path, as in Azurite, the SDK confuses it with a table of the same name.
        return service.AccountName == options.Cluster && service.Uri.AbsolutePath.Length > 1
            ? throw OptionsCheck.Exception($"the emulated account and the cluster are both called \"{options.Cluster}\"; give the cluster another name.", null)
            : service.GetTableClient(options.Cluster);
    }

    private static BlobContainerClient ContainerOf(AzureTablesOptions options, TokenCredential? credential, ResendPolicy resend)
    {
        var settings = Set(new BlobClientOptions(), options, resend, options.BlobTimeout);
        var service = options.ConnectionString is null
            ? new BlobServiceClient(options.BlobEndpoint, credential, settings)
            : new BlobServiceClient(ConnectionStringCheck.Trimmed(options.ConnectionString), settings);
        return service.GetBlobContainerClient(options.Cluster.ToLowerInvariant());
    }

    private static T Set<T>(T settings, AzureTablesOptions options, ResendPolicy resend, TimeSpan timeout)
        where T : ClientOptions
    {
        settings.RetryPolicy = resend;
        settings.Retry.NetworkTimeout = timeout;
        settings.Diagnostics.IsLoggingEnabled = false;
        if (options.Transport is not null)
        {
            settings.Transport = options.Transport;
        }

        return settings;
    }

    /// <summary>One for all clients, so that they share its tokens; null where a connection string has the key.</summary>
    private static TokenCredential? Credential(AzureTablesOptions options) =>
        options.ConnectionString is not null ? null
            : options.ManagedIdentityClientId is null ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(options.ManagedIdentityClientId));
}
