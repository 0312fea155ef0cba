using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Notices;
using CloudOrchestrator.Store.Simulation.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>One process that serves the collection, with a clock of its own.</summary>
internal sealed class Instance
{
    private const string Collection = "simulated";

    public static readonly CollectionDefinition Definition = new(Collection, []);

    private readonly ServiceProvider _services;
    private readonly StoreEngine _engine;

    public Instance(string name, FakeStorage storage, TimeProvider time, TimeSpan skew, INoticePublisher publisher)
    {
        Name = name;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new SkewedTime(time, skew))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddAzureTablesLog(new AzureTablesOptions { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport(name) })
            .AddSingleton(publisher)
            .AddStore()
            .BuildServiceProvider();
        _engine = (StoreEngine)_services.GetRequiredService<IDocumentStore>();
        Documents = _engine.Collection(Definition);
        Log = _services.GetRequiredService<ICommitLog>();
    }

    public string Name { get; }

    public IDocumentCollection Documents { get; }

    public ICommitLog Log { get; }

    public static async Task PrepareAsync(FakeStorage storage, TimeProvider time) =>
        await AzureTablesServices.PrepareAsync(new AzureTablesOptions { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport("prepare") }, time, CancellationToken.None);

    /// <summary>Publishes what nobody has published.</summary>
    public Task TickAsync() => _engine.PublishMissedAsync(CancellationToken.None);

    /// <summary>The rows behind a revision, straight from the log.</summary>
    public ValueTask<LogTail> TailAsync(long after) => Log.TailAsync(Collection, after, CancellationToken.None);
}
