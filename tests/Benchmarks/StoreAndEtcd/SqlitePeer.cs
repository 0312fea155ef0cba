using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.StoreAndEtcd;

/// <summary>The store on SQLite, in process, as the API server uses it.</summary>
internal sealed class SqlitePeer : IPeer
{
    private readonly ServiceProvider _services;
    private readonly IDocumentCollection _collection;
    private readonly MemoryStream _answer = new();

    public SqlitePeer(string folder)
    {
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSqliteLog(new SqliteOptions { Path = Path.Combine(folder, "store.db") })
            .AddStore()
            .BuildServiceProvider();
        _collection = _services.GetRequiredService<IDocumentStore>().Collection(new CollectionDefinition("benchmark", []));
    }

    public string Name => "SQLite";

    public async Task PutAsync(string key, ReadOnlyMemory<byte> value)
    {
        var outcome = await _collection.CommitAsync(new Write(key, _ => new WriteDecision.Put(new Document(value, -1))), CancellationToken.None);
        if (outcome is not WriteOutcome.Committed)
        {
            throw new InvalidOperationException($"The write of {key} was answered {outcome}.");
        }
    }

    public async Task<int> GetAsync(string key) => (await _collection.ReadCurrentAsync(CancellationToken.None)).Find(key)!.Document.Bytes.Length;

    /// <summary>The bytes are copied out as an answer to a client would be.</summary>
    public async Task<long> ListAsync(string prefix)
    {
        _answer.SetLength(0);
        foreach (var item in (await _collection.ReadCurrentAsync(CancellationToken.None)).Range(prefix))
        {
            _answer.Write(item.Document.Bytes.Span);
        }

        return _answer.Length;
    }

    public async Task WatchAsync(string prefix, Action<ReadOnlyMemory<byte>> onChange, CancellationToken cancellationToken)
    {
        var state = await _collection.ReadCurrentAsync(cancellationToken);
        var watch = (WatchOutcome.Watching)await _collection.WatchAsync(state.Revision, cancellationToken);
        _ = Task.Run(async () =>
        {
            try
            {
                await foreach (var batch in watch.Batches.WithCancellation(cancellationToken))
                {
                    foreach (var change in batch.Changes.Where(change => change.After is not null && change.Key.StartsWith(prefix, StringComparison.Ordinal)))
                    {
                        onChange(change.After!.Document.Bytes);
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // The run is over.
            }
        }, CancellationToken.None);
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
