using CloudOrchestrator.EndToEnd.Cluster;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>One cluster with one node for all tests that harm it in no way; started by the first that asks.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private TestCluster? _cluster;

    internal async Task<TestCluster> GetAsync()
    {
        await _starting.WaitAsync();
        try
        {
            return _cluster ??= await TestCluster.StartAsync(null, "--sample");
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
