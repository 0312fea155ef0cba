using Azure;
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

    /// <summary>What is wrong with the options; null where they can be used. No value that could be secret is repeated.</summary>
    public static string? Objection(AzureTablesOptions options) => OptionsCheck.Objection(options);

    /// <summary>Whether a fault says that the cluster's table is not there: then <see cref="PrepareAsync"/> makes it.</summary>
    public static bool IsNotThere(StoreException fault) => fault.InnerException is RequestFailedException { Status: 404, ErrorCode: "TableNotFound" };

    /// <summary>Makes the cluster's blob container and table where they are not there yet.</summary>
    /// <remarks>The table comes last: where there is one, there is a container.</remarks>
    /// <exception cref="StoreException">An option is wrong, or the account cannot be used; the message says which.</exception>
    public static async Task PrepareAsync(AzureTablesOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var account = new StorageAccount(options, time);
        await StorageFault.InWordsAsync(
            account.Blobs.Uri, () => account.Blobs.CreateIfNotExistsAsync(cancellationToken: cancellationToken), cancellationToken).ConfigureAwait(false);
        await StorageFault.InWordsAsync(
            account.Table.Uri, () => account.Table.CreateIfNotExistsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
    }
}
