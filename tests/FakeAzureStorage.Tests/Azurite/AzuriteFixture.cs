using CloudOrchestrator.Azurite;

[assembly: AssemblyFixture(typeof(CloudOrchestrator.FakeAzureStorage.Tests.Azurite.AzuriteFixture))]

namespace CloudOrchestrator.FakeAzureStorage.Tests.Azurite;

/// <summary>One emulator for all tests of the program, started by the first that asks.</summary>
public sealed class AzuriteFixture : IAsyncDisposable
{
    private readonly Lazy<Task<AzuriteServer>> _server = new(() => AzuriteServer.StartAsync(CancellationToken.None));

    public async Task<AzuriteServer> StartedAsync()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        return await _server.Value;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated)
        {
            await (await _server.Value).DisposeAsync();
        }
    }
}
