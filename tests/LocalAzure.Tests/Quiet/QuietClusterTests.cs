using Azure.Data.Tables;
using CloudOrchestrator.LocalAzure.Tests.Worlds;
using k8s;

namespace CloudOrchestrator.LocalAzure.Tests.Quiet;

/// <summary>A cluster in which nothing happens costs next to nothing.</summary>
[Collection("Clouds")]
public class QuietClusterTests(Account account)
{
    /// <summary>What a tick asks of the account while one node is there and nothing else happens.</summary>
    private static readonly string[] CallsOfATick = [];

    /// <summary>A Lease that is less behind its node's row is left as it is; in a minute every one is more.</summary>
    private static readonly TimeSpan LeaseBehind = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Tick_OfAQuietCluster_IsAllThatRunsAndAsksThatMuch()
    {
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions { Cloud = options => options with { IdleSpan = TimeSpan.FromHours(1) } });
        var node = await cluster.JoinAsync("node-1");
        // The first looks at everything and does what is due by the hour.
        Assert.True(await cluster.TickAsync(), cluster.LastWords());
        await BeatsAsync(cluster);

        var (executions, calls) = await DuringAsync(cluster, async () => Assert.True(await cluster.TickAsync(), cluster.LastWords()));
        var report = await DuringAsync(cluster, () => node.ReportAsync(Within.Test));

        Assert.Equal("Tick 1", executions);
        Assert.Equal(CallsOfATick, calls);
        Assert.Equal("Api 1", report.Executions);
        Assert.All(cluster.Functions.Instances, instance => Assert.Equal(0, instance.Active));
    }

    private static async Task<(string Executions, IEnumerable<string> Calls)> DuringAsync(Cluster cluster, Func<Task> work)
    {
        await cluster.Events.SettledAsync().Comes("the last event before");
        var before = cluster.Functions.Counts.Take();
        cluster.Storage.TakeCalls();
        await work();
        await cluster.Events.SettledAsync().Comes("the last event");
        var spent = cluster.Functions.Counts.Take() - before;
        return (
            string.Join(", ", spent.Functions.Where(count => count.Value.Executions > 0).Select(count => $"{count.Key} {count.Value.Executions}").Order()),
            cluster.Storage.TakeCalls().Select(call => $"{call.Service} {call.Method} {call.Target}").Order());
    }

    /// <summary>Waits until the node's row is as far ahead of its Lease as it is at every tick of a quiet minute.</summary>
    private static async Task BeatsAsync(Cluster cluster)
    {
        var lease = await cluster.Client.CoordinationV1.ReadNamespacedLeaseAsync("node-1", "kube-node-lease", cancellationToken: Within.Test);
        var renewed = new DateTimeOffset(lease.Spec.RenewTime!.Value.ToUniversalTime());
        var table = new TableClient(cluster.ConnectionString, cluster.Name);
        await Within.Nothing(async () =>
        {
            var row = await table.GetEntityAsync<TableEntity>("~heartbeats", "node-1", cancellationToken: Within.Test);
            return row.Value.Timestamp > renewed + LeaseBehind ? null : $"a beat so long after {renewed:O}";
        });
    }
}
