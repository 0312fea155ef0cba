using CloudOrchestrator.Azurite;
using CloudOrchestrator.Doorbells.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace CloudOrchestrator.Doorbells.Tests;

/// <summary>One emulator for all tests; each takes a cluster of its own.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteServer? _server;

    public string ConnectionString
    {
        get
        {
            Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
            return _server!.ConnectionString;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (AzuriteServer.Missing is null)
        {
            _server = await AzuriteServer.StartAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }
}
