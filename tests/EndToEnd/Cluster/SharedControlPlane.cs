using CloudOrchestrator.EndToEnd.Cluster;

[assembly: AssemblyFixture(typeof(SharedControlPlane))]

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>One control plane without nodes, for tests that need no container; started by the first that asks.</summary>
public sealed class SharedControlPlane : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TestCluster? _cluster;

    internal async Task<TestCluster> GetAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _cluster ??= await TestCluster.StartAsync(null, "--nodes", "0");
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        _starting.Dispose();
    }
}
