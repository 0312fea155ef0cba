using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The clients of the account, the cluster's table and its blob container.</summary>
/// <remarks>What writes is never sent again by the SDK: a resend would turn a success into a conflict. What only reads may be.</remarks>
internal sealed class StorageAccount
{
    /// <summary>Most times that a read is sent again.</summary>
    private const int ReadRetriesMax = 4;

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan RetryDelayMax = TimeSpan.FromSeconds(1);

    /// <exception cref="StoreException">An option is wrong.</exception>
    public StorageAccount(AzureTablesOptions options)
    {
        OptionsCheck.Check(options);
        try
        {
            Writing = Table(options, 0);
            Reading = Table(options, ReadRetriesMax);
            BlobWriting = Container(options, 0);
            BlobReading = Container(options, ReadRetriesMax);
        }
        catch (Exception fault) when (fault is FormatException or ArgumentException or InvalidOperationException)
        {
            throw OptionsCheck.Exception($"the settings cannot be used: {fault.Message}", fault);
        }
    }

    /// <summary>The table, for requests that change it.</summary>
    public TableClient Writing { get; }

    /// <summary>The table, for requests that read.</summary>
    public TableClient Reading { get; }

    /// <summary>The container, for requests that change it.</summary>
    public BlobContainerClient BlobWriting { get; }

    /// <summary>The container, for requests that read.</summary>
    public BlobContainerClient BlobReading { get; }

    private static TableClient Table(AzureTablesOptions options, int retries)
    {
        var settings = Set(new TableClientOptions(), options, retries, options.TableTimeout);
        var service = options.ConnectionString is null
            ? new TableServiceClient(options.TableEndpoint, Credential(options), settings)
            : new TableServiceClient(ConnectionStringCheck.Trimmed(options.ConnectionString), settings);
        // Where the account is the first part of the path, as in Azurite, the SDK confuses it with a table of the same name.
        return service.AccountName == options.Cluster && service.Uri.AbsolutePath.Length > 1
            ? throw OptionsCheck.Exception($"the emulated account and the cluster are both called \"{options.Cluster}\"; give the cluster another name.", null)
            : service.GetTableClient(options.Cluster);
    }

    private static BlobContainerClient Container(AzureTablesOptions options, int retries)
    {
        var settings = Set(new BlobClientOptions(), options, retries, options.BlobTimeout);
        var service = options.ConnectionString is null
            ? new BlobServiceClient(options.BlobEndpoint, Credential(options), settings)
            : new BlobServiceClient(ConnectionStringCheck.Trimmed(options.ConnectionString), settings);
        return service.GetBlobContainerClient(options.Cluster.ToLowerInvariant());
    }

    private static T Set<T>(T settings, AzureTablesOptions options, int retries, TimeSpan timeout)
        where T : ClientOptions
    {
        settings.Retry.MaxRetries = retries;
        settings.Retry.Mode = RetryMode.Exponential;
        settings.Retry.Delay = RetryDelay;
        settings.Retry.MaxDelay = RetryDelayMax;
        settings.Retry.NetworkTimeout = timeout;
        settings.Diagnostics.IsLoggingEnabled = false;
        if (options.Transport is not null)
        {
            settings.Transport = options.Transport;
        }

        return settings;
    }

    private static TokenCredential Credential(AzureTablesOptions options) =>
        options.ManagedIdentityClientId is null
            ? new DefaultAzureCredential()
            : new ManagedIdentityCredential(ManagedIdentityId.FromUserAssignedClientId(options.ManagedIdentityClientId));
}
