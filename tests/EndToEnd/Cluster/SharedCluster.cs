using CloudOrchestrator.EndToEnd.Cluster;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>One cluster with one node for all tests that harm it in no way; started by the first that asks.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    /// <summary>A start that failed is not tried again: every test would wait for it.</summary>
    private readonly Lazy<Task<TestCluster>> _cluster = new(() => TestCluster.StartAsync(null, "--sample"));

    internal Task<TestCluster> GetAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
