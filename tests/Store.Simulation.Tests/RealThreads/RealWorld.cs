using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Simulation.Histories;
using CloudOrchestrator.Store.Simulation.Worlds;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Store.Simulation.Tests.RealThreads;

/// <summary>Instances on real threads in real time.</summary>
internal sealed class RealWorld : IWorld, IAsyncDisposable
{
    private const string Collection = "real";
    private static readonly CollectionDefinition Definition = new(Collection, []);
    private readonly List<ServiceProvider> _instances = [];

    public TimeProvider Time => TimeProvider.System;

    public History History { get; } = new();

    /// <summary>Every instance's copy.</summary>
    public IReadOnlyList<IDocumentCollection> Copies => [.. _instances.Select(Documents)];

    public void Start(Action<IServiceCollection> addLog)
    {
        var services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddStore();
        addLog(services);
        _instances.Add(services.BuildServiceProvider());
    }

    public IDocumentCollection AnyDocuments(Random random) => Documents(_instances[random.Next(_instances.Count)]);

    /// <summary>Every change, straight from the log.</summary>
    public async Task<IReadOnlyList<LoggedChange>> ChangesAsync()
    {
        var changes = new List<LoggedChange>();
        foreach (var row in (await _instances[0].GetRequiredService<ICommitLog>().TailAsync(Collection, 0, CancellationToken.None)).Rows)
        {
            if (row.FirstRevision != changes.Count + 1)
            {
                History.Fault($"the log goes from revision {changes.Count} to {row.FirstRevision}");
            }

            changes.AddRange(ChangeEncoding.Decode(row.Payload).Changes.Select(
                (change, place) => new LoggedChange(row.FirstRevision + place, change.Key, change.Deletes ? null : System.Text.Encoding.UTF8.GetString(change.Document.Bytes.Span))));
        }

        return changes;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }
    }

    private static IDocumentCollection Documents(ServiceProvider instance) => instance.GetRequiredService<IDocumentStore>().Collection(Definition);
}
