using CloudOrchestrator.Azurite;

[assembly: AssemblyFixture(typeof(CloudOrchestrator.LocalAzure.Tests.Worlds.Account))]

namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>The storage account that all clusters of the assembly share, each under a name of its own.</summary>
public sealed class Account : IAsyncLifetime
{
    private readonly Lock _lock = new();
    private Task<AzuriteServer>? _azurite;
    private int _clusters;

    /// <summary>Started by whoever comes first; skips the test by name where the emulator cannot run.</summary>
    public Task<AzuriteServer> AzuriteAsync()
    {
        Assert.SkipWhen(AzuriteServer.Missing is not null, AzuriteServer.Missing ?? "");
        lock (_lock)
        {
            return _azurite ??= AzuriteServer.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>A name that no other cluster on it has.</summary>
    public string NextName() => $"cluster{Interlocked.Increment(ref _clusters)}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_azurite is not null)
        {
            await (await _azurite).DisposeAsync();
        }
    }
}
