using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Listening;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>The fake over real sockets.</summary>
public sealed class ListenerTableTests : TableBehaviours, IAsyncLifetime
{
    private FakeStorageListener _listener = null!;

    public async ValueTask InitializeAsync() => _listener = await new FakeStorage(
        TimeProvider.System, new() { Limits = new() { TableDeletion = TimeSpan.Zero } }).ListenAsync("test", Cancellation);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    protected override Task<TableServiceClient> ConnectAsync()
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return Task.FromResult(new TableServiceClient(_listener.ConnectionString, options));
    }
}
