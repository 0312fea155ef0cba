using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Events come twice, in any order, half a minute late; it costs time and little work, so that it runs beside other tests.</summary>
[Collection("Unreliable events")]
public class UnreliableEventTests(Account account)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Events_DuplicatedReorderedAndDelayedBy30Seconds_NothingIsDoneTwice()
    {
        var seed = Environment.TickCount;
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions { Seed = seed, Cloud = options => options with { Instances = 2 } });
        cluster.Events.Faults.Duplicate(0.3);
        cluster.Events.Faults.Reorder(TimeSpan.FromSeconds(10));
        cluster.Events.Faults.Delay(TimeSpan.FromSeconds(30));
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        end.CancelAfter(Span);

        await workload.RunAsync(end.Token);
        cluster.Events.Faults.Clear();
        await workload.SettleAsync(tick: false);
        await cluster.Events.SettledAsync().Comes($"the last late event (seed {seed})");

        // What came late has changed nothing.
        await workload.SettleAsync(tick: false);
    }
}
