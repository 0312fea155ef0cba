using CloudOrchestrator.Clients.Tests.Cluster;
using k8s;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace CloudOrchestrator.Clients.Tests.Cluster;

/// <summary>One control plane with simulated nodes for all tests that harm it in no way; started by the first that asks.</summary>
public sealed class SharedCluster : IAsyncDisposable
{
    /// <summary>The node that takes every pod that asks for no other.</summary>
    internal const string NodeName = "simulated";

    /// <summary>A start that failed is not tried again: every test would wait for it.</summary>
    private readonly Lazy<Task<ControlPlane>> _controlPlane;

    private SimulatedNodes? _nodes;

    public SharedCluster() => _controlPlane = new(StartAsync);

    internal Task<ControlPlane> GetAsync() => _controlPlane.Value;

    /// <summary>A client, and a fresh namespace.</summary>
    internal async Task<(Kubernetes Client, string Namespace)> ClientAsync(string name)
    {
        var client = (await GetAsync()).Client();
        await client.CoreV1.CreateNamespaceAsync(new() { Metadata = new() { Name = name } }, cancellationToken: TestContext.Current.CancellationToken);
        return (client, name);
    }

    public async ValueTask DisposeAsync()
    {
        if (_nodes is not null)
        {
            await _nodes.DisposeAsync();
        }

        if (_controlPlane is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
        {
            await (await _controlPlane.Value).DisposeAsync();
        }
    }

    private async Task<ControlPlane> StartAsync()
    {
        var controlPlane = await ControlPlane.StartAsync();
        _nodes = await SimulatedNodes.StartAsync(controlPlane.Client(), NodeName);
        return controlPlane;
    }
}
