using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Another build takes the place of the app under load, and the app its place again. (It is the same code under another build's identity.)</summary>
[Collection("Chaos")]
public class RolloutTests(Account account)
{
    private const int WritesInEach = 30;

    [Fact]
    public async Task Rollout_UnderLoadAndBack_NothingIsLostOrDoneTwice()
    {
        var seed = Environment.TickCount;
        using var next = AppCopy.OfAnotherBuild();
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions { Seed = seed, Cloud = options => options with { Instances = 2, Schedule = options.Schedule.Faster(50) } });
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var work = workload.RunAsync(end.Token);

        await TickAsync(cluster);
        await RollAsync(cluster, next.Folder, seed);
        await TickAsync(cluster);
        await workload.ProgressAsync(WritesInEach);
        var back = RollAsync(cluster, PublishedApp.Folder, seed);

        // What is declared last meets the change, too.
        await end.CancelAsync();
        await Task.WhenAll(work, back);
        await TickAsync(cluster);

        await workload.SettleAsync();
    }

    private static async Task RollAsync(Cluster cluster, string folder, int seed)
    {
        await cluster.Functions.ReplaceAsync(folder, Within.Test).Comes($"the build of {folder} in the other's place (seed {seed})");
        Assert.All(cluster.HttpInstances, instance => Assert.Equal(folder, instance.App.Folder));
    }

    private static async Task TickAsync(Cluster cluster)
    {
        await cluster.SucceedingTickAsync();
        Assert.All(cluster.InstancesOf("function:Tick"), instance => Assert.Equal(cluster.HttpInstances[0].App.Folder, instance.App.Folder));
    }
}
