using CloudOrchestrator.Store.AzureTables.Heartbeats;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Heartbeats;
using Microsoft.Extensions.DependencyInjection;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Wires the store on Azure Table Storage.</summary>
public static class AzureTablesServices
{
    /// <summary>Adds the commit log and the heartbeats on Azure Table Storage. <see cref="PrepareAsync"/> is to be awaited before its first use.</summary>
    /// <exception cref="StoreException">An option is wrong.</exception>
    public static IServiceCollection AddAzureTablesLog(this IServiceCollection services, AzureTablesOptions options)
    {
        OptionsCheck.Check(options);
        return services
            .AddSingleton(provider => new StorageAccount(options, provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ICommitLog, AzureTablesCommitLog>()
            .AddSingleton<IHeartbeats, HeartbeatRows>()
            .AddSingleton<IClusterFiles, ClusterFiles>();
    }

    /// <summary>Makes the cluster's table and blob container where they are not there yet.</summary>
    /// <exception cref="StoreException">An option is wrong, or the account cannot be used; the message says which.</exception>
    public static async Task PrepareAsync(AzureTablesOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var account = new StorageAccount(options, time);
        var table = StorageFault.InWordsAsync(
            account.Table.Uri, () => account.Table.CreateIfNotExistsAsync(cancellationToken), cancellationToken).AsTask();
        var container = StorageFault.InWordsAsync(
            account.Blobs.Uri, () => account.Blobs.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken).AsTask();
        await Task.WhenAll(table, container).ConfigureAwait(false);
    }
}
