using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>The account throttles, loses calls and answers, and is away for a while.</summary>
[Collection("Clouds")]
public class UnreliableStorageTests(Account account)
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(4);

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

        foreach (var fault in new Action[] { () => cluster.Storage.Faults.Throttle(0.3), () => cluster.Storage.Faults.Cut(0.2), cluster.Storage.Faults.CutOff, () => { } })
        {
            cluster.Storage.Faults.Clear();
            fault();
            await Task.Delay(Span, Within.Test);
        }

        await end.CancelAsync();
        await work;
        await workload.SettleAsync();
        Assert.All(cluster.HttpInstances, instance => Assert.Equal(1, instance.HandlerStarts));
    }
}
