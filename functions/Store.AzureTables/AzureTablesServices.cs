using Azure.Data.Tables;
using Azure.Storage.Blobs;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Wires the store on Azure Table Storage.</summary>
public static class AzureTablesServices
{
    /// <summary>Adds the commit log on Azure Table Storage. <see cref="PrepareAsync"/> is to be awaited before its first use.</summary>
    /// <exception cref="StoreException">An option is wrong.</exception>
    public static IServiceCollection AddAzureTablesLog(this IServiceCollection services, AzureTablesOptions options)
    {
        var account = new StorageAccount(options);
        return services.AddSingleton<ICommitLog>(provider => new AzureTablesCommitLog(
            account, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<AzureTablesCommitLog>>()));
    }

    /// <summary>Makes the cluster's table and blob container where they are not there yet.</summary>
    /// <exception cref="StoreException">An option is wrong, or the account cannot be used; the message says which.</exception>
    public static async Task PrepareAsync(AzureTablesOptions options, CancellationToken cancellationToken)
    {
        var account = new StorageAccount(options);
        await Task.WhenAll(
            CreateAsync(account.Reading, cancellationToken),
            CreateAsync(account.BlobReading, cancellationToken)).ConfigureAwait(false);
    }

    private static async Task CreateAsync(TableClient table, CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateIfNotExistsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(table.Uri, fault);
        }
    }

    private static async Task CreateAsync(BlobContainerClient container, CancellationToken cancellationToken)
    {
        try
        {
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(container.Uri, fault);
        }
    }
}
