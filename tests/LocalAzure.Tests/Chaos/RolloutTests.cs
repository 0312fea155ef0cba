using CloudOrchestrator.LocalAzure.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Tests.Chaos;

/// <summary>Another build takes the place of the app under load, and the app its place again. (It is the same code under another build's identity.)</summary>
[Collection("Clouds")]
public class RolloutTests(Account account)
{
    [Fact]
    public async Task Rollout_UnderLoadAndBack_NothingIsLostOrDoneTwice()
    {
        var seed = Environment.TickCount;
        using var next = AppCopy.OfAnotherBuild();
        await using var cluster = await Cluster.StartAsync(account, new ClusterOptions { Seed = seed, Cloud = options => options with { Instances = 2 } });
        await using var workload = await Workload.StartAsync(cluster, seed);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Within.Test);
        var work = workload.RunAsync(end.Token);

        Assert.True(await cluster.TickAsync(), cluster.LastWords());
        await cluster.Functions.ReplaceAsync(next.Folder, Within.Test).Comes($"the other build (seed {seed})");
        Assert.All(cluster.HttpInstances, instance => Assert.Equal(next.Folder, instance.App.Folder));
        Assert.True(await cluster.TickAsync(), cluster.LastWords());
        await Task.Delay(TimeSpan.FromSeconds(2), Within.Test);
        await cluster.Functions.ReplaceAsync(PublishedApp.Folder, Within.Test).Comes($"the first build again (seed {seed})");
        await Task.Delay(TimeSpan.FromSeconds(2), Within.Test);

        await end.CancelAsync();
        await work;
        await workload.SettleAsync();
    }
}
