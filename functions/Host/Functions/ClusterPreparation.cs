using CloudOrchestrator.Controllers;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Host.Functions;

/// <summary>What a cluster needs before it is served: its table and container, no restore half done, the namespaces that every cluster has, and what else a new one begins with.</summary>
internal static class ClusterPreparation
{
    /// <summary>Sees to it. Where all is there it costs only reads, side by side; the namespaces, which every request needs, are open then.</summary>
    /// <exception cref="StoreException">The store cannot be used.</exception>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        try
        {
            await ReadAsync(services, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException fault) when (AzureTablesServices.IsNotThere(fault))
        {
            var settings = services.GetRequiredService<AppSettings>();
            await AzureTablesServices.PrepareAsync(
                settings.Storage.Store(settings.ClusterName), services.GetRequiredService<TimeProvider>(), cancellationToken).ConfigureAwait(false);
            await ReadAsync(services, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Nothing is written into a store whose restore has not ended.</summary>
    private static async Task ReadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var isWhole = StoreRestore.CheckAsync(services.GetRequiredService<ICommitLog>(), services.GetRequiredService<TimeProvider>(), cancellationToken);
        var failure = await services.BootstrapAsync(isWhole, cancellationToken).ConfigureAwait(false);
        if (failure is { IsForGood: false })
        {
            // The next request tries again. What is refused for good is in the log, and keeps nobody from the rest.
            throw new StoreException($"A namespace that every cluster has could not be made: {failure}");
        }
    }
}
