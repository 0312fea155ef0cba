using CloudOrchestrator.FakeAzureStorage;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.AzureTables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.StoreOnAzure;

/// <summary>One process's store on the account.</summary>
internal sealed class Instance : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public Instance(string name, FakeStorage storage)
    {
        Name = name;
        _services = new ServiceCollection()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddAzureTablesLog(Options(name, storage))
            .AddStore()
            .BuildServiceProvider();
    }

    public string Name { get; }

    public static Task PrepareAsync(FakeStorage storage) => AzureTablesServices.PrepareAsync(Options("prepare", storage), TimeProvider.System, CancellationToken.None);

    public IDocumentCollection Collection(string name) => _services.GetRequiredService<IDocumentStore>().Collection(new CollectionDefinition(name, []));

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static AzureTablesOptions Options(string name, FakeStorage storage) =>
        new() { ConnectionString = storage.ConnectionString, Transport = storage.CreateTransport(name) };
}
