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
    /// <param name="services">Where to.</param>
    /// <param name="file">The store's file, if it is one.</param>
    public abstract void AddTo(IServiceCollection services, string file);

    /// <summary>The same kind of store of another cluster.</summary>
    /// <param name="cluster">Its name, where clusters share a storage account.</param>
    public virtual StoreChoice Of(string cluster) => this;

    /// <summary>A file in the data folder.</summary>
    public sealed record SqliteFile : StoreChoice
    {
        public override void AddTo(IServiceCollection services, string file) => services.AddSqliteLog(new SqliteOptions { Path = file });
    }

    /// <summary>A storage account.</summary>
    public sealed record Account(AzureTablesOptions Options) : StoreChoice
    {
        public override Task PrepareAsync(CancellationToken cancellationToken) => AzureTablesServices.PrepareAsync(Options, TimeProvider.System, cancellationToken);

        public override void AddTo(IServiceCollection services, string file) => services.AddAzureTablesLog(Options);

        public override StoreChoice Of(string cluster) => new Account(Options.Of(cluster));
    }
}
