using CloudOrchestrator.Doorbells.Rows;
using CloudOrchestrator.FunctionsApp.Counting;
using CloudOrchestrator.FunctionsApp.Running;
using CloudOrchestrator.Store.AzureTables;
using CloudOrchestrator.Store.AzureTables.Heartbeats;

namespace CloudOrchestrator.FunctionsApp.Nodes;

/// <summary>All nodes of a cluster.</summary>
internal sealed class SimulatedNodes : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _running = [];

    /// <summary>Registers them and lets them listen.</summary>
    /// <param name="cloud">The cluster.</param>
    /// <param name="count">How many.</param>
    /// <param name="spread">Over which time each begins anew once; null for never.</param>
    public static async Task<SimulatedNodes> StartAsync(BenchmarkCloud cloud, int count, TimeSpan? spread)
    {
        var nodes = new SimulatedNodes();
        var account = new AzureTablesOptions { ConnectionString = cloud.ConnectionString(Sources.Nodes), Cluster = BenchmarkCloud.ClusterName };
        for (var index = 0; index < count; index++)
        {
            var name = $"node-{index:D3}";
            var address = HeartbeatCredential.Create(account, name, TimeProvider.System.GetUtcNow().AddDays(1));
            var node = new SimulatedNode(cloud, name, RowAddress.Parse(address.AbsoluteUri));
            await node.RegisterAsync();
            var again = spread * ((index + 0.5) / count);
            nodes._running.Add(Task.Run(() => node.RunAsync(again, nodes._stop.Token)));
        }

        return nodes;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }
}
