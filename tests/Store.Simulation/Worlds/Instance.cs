using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Simulation.Time;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.Simulation.Worlds;

/// <summary>One process that serves the collection, with a clock of its own.</summary>
internal sealed class Instance
{
    private const string Collection = "simulated";

    private static readonly CollectionDefinition Definition = new(Collection, []);

    private readonly ServiceProvider _services;

    public Instance(string name, FakeStorage storage, TimeProvider time, TimeSpan skew)
    {
        Name = name;
        _services = new ServiceCollection()
            .AddSingleton<TimeProvider>(new SkewedTime(time, skew))
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddAzureTablesLog(new AzureTablesOptions { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport(name) })
            .AddStore()
            .BuildServiceProvider();
        Documents = _services.GetRequiredService<IDocumentStore>().Collection(Definition);
        Log = _services.GetRequiredService<ICommitLog>();
    }

    public string Name { get; }

    public IDocumentCollection Documents { get; }

    public ICommitLog Log { get; }

    /// <summary>It is dead: nothing that it sends from now on arrives. Clients learn that at their next question.</summary>
    public bool IsKilled { get; set; }

    public static async Task PrepareAsync(FakeStorage storage, TimeProvider time) =>
        await AzureTablesServices.PrepareAsync(new AzureTablesOptions { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport("prepare") }, time, CancellationToken.None);

    /// <summary>The rows behind a revision, straight from the log.</summary>
    public ValueTask<LogTail> TailAsync(long after) => Log.TailAsync(Collection, after, CancellationToken.None);
}
