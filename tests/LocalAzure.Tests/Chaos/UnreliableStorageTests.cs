using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>The account throttles, loses calls and answers, and is away for a while.</summary>
[Collection("Chaos")]
public class UnreliableStorageTests(Account account)
{
    private const int WritesInEach = 30;
    private const int CallsInVain = 20;

    [Fact]
    public async Task Storage_ThrottledAndCutOff_NothingAcknowledgedIsLost()
    {
        var seed = Environment.TickCount;
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions
        {
            Seed = seed,
            Cloud = options => options with { Instances = 2, Schedule = options.Schedule.Faster(50) },
        });
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var work = workload.RunAsync(end.Token);
        var faults = cluster.Storage.Faults;

        faults.Throttle(0.3);
        await workload.ProgressAsync(WritesInEach);
        faults.Throttle(0);
        faults.Cut(0.2);
        await workload.ProgressAsync(WritesInEach);
        faults.CutOff();
        cluster.Storage.TakeCalls();
        var inVain = 0;
        await Within.Nothing(() => (inVain += cluster.Storage.TakeCalls().Count) >= CallsInVain ? null : $"{CallsInVain} calls to an account that is away");
        faults.Clear();
        await workload.ProgressAsync(WritesInEach);

        // What is declared last meets an account that fails now and then, too.
        faults.Throttle(0.15);
        faults.Cut(0.15);
        await end.CancelAsync();
        await work;
        faults.Clear();
        await cluster.SucceedingTickAsync();

        await workload.SettleAsync();
        Assert.All(cluster.HttpInstances, instance => Assert.Equal(1, instance.HandlerStarts));
    }
}
