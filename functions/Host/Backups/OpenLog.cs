using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Sqlite;

namespace CloudOrchestrator.Host.Backups;

/// <summary>A store's log, opened for a backup or a restore rather than to be served.</summary>
internal sealed class OpenLog : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly DataFolder? _folder;
    private readonly string? _copy;

    private OpenLog(StoreChoice store, string file, DataFolder? folder, string? copy)
    {
        _folder = folder;
        _copy = copy;
        var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddLogging();
        store.AddTo(services, file);
        _services = services.BuildServiceProvider();
    }

    /// <summary>The log.</summary>
    public ICommitLog Log => _services.GetRequiredService<ICommitLog>();

    /// <summary>Opens a store that may be in use. Of a file a copy is opened, which lies beside the backup as long as this is open.</summary>
    /// <exception cref="StartException">There is no such store.</exception>
    public static OpenLog ToRead(StoreChoice store, string data, string backup)
    {
        if (store is not StoreChoice.SqliteFile)
        {
            return new OpenLog(store, "", null, null);
        }

        var file = Path.Combine(data, DataFolder.StoreFile);
        if (!File.Exists(file))
        {
            throw new StartException($"--data {data}: there is no store in this folder.");
        }

        var copy = backup + ".store";
        File.Delete(copy);
        SqliteCopy.Make(file, copy);
        return new OpenLog(store, copy, null, copy);
    }

    /// <summary>Opens a store that nothing else may use meanwhile, and makes it if need be.</summary>
    public static async Task<OpenLog> ToWriteAsync(StoreChoice store, string data, CancellationToken cancellationToken)
    {
        var folder = store is StoreChoice.SqliteFile ? DataFolder.Hold(data) : null;
        await store.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return new OpenLog(store, folder?.Store ?? "", folder, null);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync().ConfigureAwait(false);
        _folder?.Dispose();
        if (_copy is not null)
        {
            foreach (var file in new[] { _copy, _copy + "-wal", _copy + "-shm", _copy + ".lock" })
            {
                File.Delete(file);
            }
        }
    }
}
