using Azure.Storage.Blobs;
using CloudOrchestrator.FakeAzureStorage.Listening;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>The fake over real sockets.</summary>
public sealed class ListenerBlobTests : BlobBehaviours, IAsyncLifetime
{
    private FakeStorageListener _listener = null!;

    public async ValueTask InitializeAsync() =>
        _listener = await new FakeStorage(TimeProvider.System).ListenAsync("test", TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    protected override Task<BlobServiceClient> ConnectAsync()
    {
        var options = new BlobClientOptions();
        options.Retry.MaxRetries = 0;
        return Task.FromResult(new BlobServiceClient(_listener.ConnectionString, options));
    }
}
