using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.Sqlite;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary>Where the cluster's state is kept.</summary>
internal abstract record StoreChoice
{
    private StoreChoice()
    {
    }

    /// <summary>Makes the store usable before anything asks for it.</summary>
    public virtual Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Adds the store's log.</summary>
    public abstract void AddTo(IServiceCollection services, DataFolder folder);

    /// <summary>A file in the data folder.</summary>
    public sealed record SqliteFile : StoreChoice
    {
        public override void AddTo(IServiceCollection services, DataFolder folder) => services.AddSqliteLog(new SqliteOptions { Path = folder.Store });
    }

    /// <summary>A storage account.</summary>
    public sealed record Account(AzureTablesOptions Options) : StoreChoice
    {
        public override Task PrepareAsync(CancellationToken cancellationToken) => AzureTablesServices.PrepareAsync(Options, TimeProvider.System, cancellationToken);

        public override void AddTo(IServiceCollection services, DataFolder folder) => services.AddAzureTablesLog(Options);
    }
}
