using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Events come twice, in any order, late or not at all. It costs time and little work, so that it runs beside other tests.</summary>
[Collection("Unreliable events")]
public class UnreliableEventTests(Account account)
{
    /// <summary>Between two writes of each writer.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan DroppedFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Late = TimeSpan.FromSeconds(30);
    private const int Writes = 60;

    [Fact]
    public async Task Events_DuplicatedReorderedAndDelayedBy30Seconds_NothingIsDoneTwice()
    {
        var seed = Environment.TickCount;
        await using var cluster = await StartAsync(seed);
        // The first tick of a build looks at everything; this is to be the second, so that only events help what is left by all.
        await cluster.SucceedingTickAsync();
        cluster.Events.Faults.Duplicate(0.3);
        cluster.Events.Faults.Reorder(Late / 3);
        cluster.Events.Faults.Delay(Late);
        await using var workload = await Workload.StartAsync(cluster, seed, Pause);

        await RunAsync(workload, Writes);
        await KillAllAsync(cluster);
        await cluster.SucceedingTickAsync();

        await workload.SettleAsync();
        // What is late already stays so, and is doubled when it comes.
        cluster.Events.Faults.Delay(TimeSpan.Zero);
        cluster.Events.Faults.Reorder(TimeSpan.Zero);
        await cluster.Events.SettledAsync().Comes($"the last late event (seed {seed})");

        // What came late has changed nothing.
        await workload.SettleAsync();
        var counts = cluster.Events.Counts.Take().Delivered;
        Assert.True(counts.Attempts - counts.Failed > counts.Matched, $"no event came twice (seed {seed})");
    }

    [Fact]
    public async Task Events_DroppedForAMinuteUnderLoad_NothingIsMissing()
    {
        var seed = Environment.TickCount;
        var start = TimeProvider.System.GetTimestamp();
        await using var cluster = await StartAsync(seed);
        cluster.Events.Faults.Drop(TimeSpan.FromHours(1));
        await using var workload = await Workload.StartAsync(cluster, seed, Pause);

        // Whoever commits reacts, too: while instances live, nothing depends on an event.
        await RunAsync(workload, Writes);
        await workload.SettleAsync();

        // Only a resync can help what is declared last and then left by all.
        while (TimeProvider.System.GetElapsedTime(start) < DroppedFor)
        {
            await RunAsync(workload, Writes / 10);
        }

        await RunAsync(workload, Writes / 10);
        await KillAllAsync(cluster);
        await cluster.Events.SettledAsync().Comes($"the loss of the last event (seed {seed})");
        cluster.Events.Faults.Clear();
        await cluster.SucceedingTickAsync();

        await workload.SettleAsync();
        Assert.True(cluster.Events.Counts.Take().Delivered.Lost > 0, $"no event was lost (seed {seed})");
    }

    private Task<Cluster> StartAsync(int seed) =>
        Cluster.StartAsync(account, new ClusterOptions { Seed = seed, Cloud = options => options with { Instances = 2, Schedule = options.Schedule.Faster(50) } });

    private static async Task RunAsync(Workload workload, int writes)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var work = workload.RunAsync(end.Token);
        await workload.ProgressAsync(writes);
        await end.CancelAsync();
        await work;
    }

    /// <summary>All that was going to react is gone.</summary>
    private static Task KillAllAsync(Cluster cluster) => Task.WhenAll(cluster.HttpInstances.Select(instance => instance.KillAsync()));
}
