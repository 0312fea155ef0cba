using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Recovery;

/// <summary>The container engine restarts, or goes away for a while.</summary>
[Trait("Category", "Containers")]
public class EngineRestartTests(SharedCluster shared)
{
    [Fact]
    public async Task Engine_RestartedWithItsContainersGone_StateComesBack()
    {
        await using var engine = await StartEngineAsync(liveRestore: false);
        await using var cluster = await TestCluster.StartAsync(EngineOf(engine));
        var workload = await Workload.StartAsync(cluster, 2, engine.Address);

        await engine.StopAsync();

        // The API goes on without the engine, and what is asked for meanwhile happens later.
        await workload.KubectlAsync("scale", "deployment/web", "--replicas=3");
        Assert.Equal(3, (await cluster.GetAsync("deployment", "web", "-n", workload.Namespace))["spec"]!["replicas"]!.GetValue<int>());
        await engine.StartAgainAsync();
        await workload.RunsAsync(3);
    }

    [Fact]
    public async Task Engine_RestartedUnderItsContainers_NothingIsRestarted()
    {
        await using var engine = await StartEngineAsync(liveRestore: true);
        await using var cluster = await TestCluster.StartAsync(EngineOf(engine));
        var workload = await Workload.StartAsync(cluster, 2, engine.Address);
        var containers = await workload.ContainerIdsAsync();

        await engine.StopAsync();
        await engine.StartAgainAsync();

        await workload.KubectlAsync("scale", "deployment/web", "--replicas=3");
        await workload.RunsAsync(3);
        Assert.Superset(containers.ToHashSet(), (await workload.ContainerIdsAsync()).ToHashSet());
        Assert.Equal(0, await workload.RestartsAsync());
    }

    /// <summary>The shared cluster's start makes the image that the engine is given.</summary>
    private async Task<ContainerEngine> StartEngineAsync(bool liveRestore)
    {
        await shared.GetAsync();
        return await ContainerEngine.StartAsync(liveRestore);
    }

    private static Dictionary<string, string> EngineOf(ContainerEngine engine) => new() { ["DOCKER_HOST"] = engine.Address };
}
