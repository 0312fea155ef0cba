using System.Text.RegularExpressions;
using Azure.Data.Tables;
using CloudOrchestrator.LocalAzure.Storage;
using CloudOrchestrator.LocalAzure.Tests.Worlds;
using k8s;

namespace CloudOrchestrator.LocalAzure.Tests.Quiet;

/// <summary>A cluster in which nothing happens costs next to nothing.</summary>
[Collection("Clouds")]
public partial class QuietClusterTests(Account account)
{
    private const string Leases = "coordination.k8s.io~2Fleases";
    private const string Registry = "~registry";

    /// <summary>What a tick asks of the account while one node is there and nothing else happens; its instance is new, as it is at every tick.</summary>
    private static readonly string[] CallsOfATick =
    [
        "GET cloudorchestrator~2Fduties e|", "GET cloudorchestrator~2Fduties s",
        "GET coordination.k8s.io~2Fleases e|", "GET coordination.k8s.io~2Fleases e|", "GET coordination.k8s.io~2Fleases e|",
        "GET coordination.k8s.io~2Fleases p", "GET coordination.k8s.io~2Fleases s",
        "GET namespaces e|", "GET namespaces s",
        "GET nodes e|", "GET nodes s",
        "GET ~7Erestore e|",
        "GET ~heartbeats",
        "GET ~registry d|",
        "POST coordination.k8s.io~2Fleases h",
        "PUT ~registry d|",
    ];

    /// <summary>A Lease that is less behind its node's row is left as it is; in a minute every one is more.</summary>
    private static readonly TimeSpan LeaseBehind = TimeSpan.FromSeconds(6);

    [Fact]
    public async Task Tick_OfAQuietCluster_IsAllThatRunsAndAsksThatMuch()
    {
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions { Cloud = options => options with { IdleSpan = TimeSpan.FromHours(1) } });
        var node = await cluster.JoinAsync("node-1");
        // The first looks at everything and does what is due by the hour.
        await cluster.SucceedingTickAsync();
        await AgeAsync(cluster);

        var (executions, calls) = await DuringAsync(cluster, async () => Assert.True(await cluster.TickAsync(), cluster.LastWords()));
        var report = await DuringAsync(cluster, () => node.ReportAsync(Within.Test));

        Assert.Equal("Tick 1", executions);
        Assert.True(CallsOfATick.SequenceEqual(calls), $"A quiet tick asked for\n{string.Join('\n', calls)}");
        // The node said nothing new but the time: nobody is woken.
        Assert.Equal("Api 1", report.Executions);
        Assert.All(cluster.Functions.Instances, instance => Assert.Equal(0, instance.Active));
    }

    private static async Task<(string Executions, IReadOnlyList<string> Calls)> DuringAsync(Cluster cluster, Func<Task> work)
    {
        await cluster.Events.SettledAsync().Comes("the last event before");
        var before = cluster.Functions.Counts.Take();
        cluster.Storage.TakeCalls();
        await work();
        await cluster.Events.SettledAsync().Comes("the last event");
        var spent = cluster.Functions.Counts.Take() - before;
        return (
            string.Join(", ", spent.Functions.Where(count => count.Value.Executions > 0).Select(count => $"{count.Key} {count.Value.Executions}").Order()),
            [.. cluster.Storage.TakeCalls().Select(Words).Order(StringComparer.Ordinal)]);
    }

    /// <summary>
    /// Makes of what was just started what it is after some quiet minutes: the node's row is so far ahead of its Lease as at every tick, what was written
    /// while it came to be is marked no more, and the instance of the last tick is gone.
    /// </summary>
    private static async Task AgeAsync(Cluster cluster)
    {
        var lease = await cluster.Client.CoordinationV1.ReadNamespacedLeaseAsync("node-1", "kube-node-lease", cancellationToken: Within.Test);
        var renewed = new DateTimeOffset(lease.Spec.RenewTime!.Value.ToUniversalTime());
        var table = new TableClient(cluster.ConnectionString, cluster.Name);
        await Within.Nothing(async () =>
        {
            var row = await table.GetEntityAsync<TableEntity>("~heartbeats", "node-1", cancellationToken: Within.Test);
            return row.Value.Timestamp > renewed + LeaseBehind ? null : $"a beat so long after {renewed:O}";
        });
        await foreach (var mark in table.QueryAsync<TableEntity>($"PartitionKey eq '{Registry}' and RowKey ge 'd|' and RowKey lt 'd|~~'", cancellationToken: Within.Test))
        {
            // Of Leases there is one from the tick before, always.
            if (!mark.RowKey.Contains(Leases, StringComparison.Ordinal))
            {
                await table.DeleteEntityAsync(mark, cancellationToken: Within.Test);
            }
        }

        await cluster.InstancesOf("function:Tick").Single().KillAsync();
    }

    /// <summary>Such as <c>GET nodes e|</c>: the method, the partition, and what kind of row; of a transaction its first.</summary>
    private static string Words(StorageCall call)
    {
        var where = call.Target.EndsWith("/$batch", StringComparison.Ordinal) ? call.Body : $"{call.Target} {call.Body}";
        var (partition, row) = (Partition().Match(where).Groups["key"].Value, Row().Match(where).Groups["key"].Value);
        return call.Service == StorageService.Table ? $"{call.Method} {partition} {row}".TrimEnd() : $"{call.Service} {call.Method} {call.Target}";
    }

    [GeneratedRegex("""PartitionKey(?:='| eq '|":")(?<key>[^'"]*)""")]
    private static partial Regex Partition();

    [GeneratedRegex("""RowKey(?:='| ge '|":")(?<key>[a-z]*\|?)""")]
    private static partial Regex Row();
}
