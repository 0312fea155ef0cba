using CloudOrchestrator.EndToEnd.Cluster;

[assembly: AssemblyFixture(typeof(SharedControlPlane))]

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>One control plane without nodes, for tests that need no container; started by the first that asks.</summary>
public sealed class SharedControlPlane : IAsyncDisposable
{
    /// <summary>A start that failed is not tried again: every test would wait for it.</summary>
    private readonly Lazy<Task<TestCluster>> _cluster = new(() => TestCluster.StartAsync(null, "--nodes", "0"));

    internal Task<TestCluster> GetAsync() => _cluster.Value;

    public async ValueTask DisposeAsync()
    {
        if (_cluster is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _cluster.Value).DisposeAsync();
        }
    }
}
