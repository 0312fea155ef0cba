using CloudOrchestrator.EndToEnd.Cluster;

namespace CloudOrchestrator.EndToEnd.Recovery;

/// <summary>Whatever process dies: the declared state comes back by itself, and what kept running is not restarted.</summary>
[Trait("Category", "Containers")]
public class ProcessDeathTests
{
    private static readonly TimeSpan RestartDeadline = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Container_Killed_ComesBackAloneIsRestarted()
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = await Workload.StartAsync(cluster, 2);
        var before = await workload.ContainerIdsAsync();

        await workload.DockerAsync("kill", before[0]);

        await Eventually.HoldsAsync(RestartDeadline, async () => await workload.RestartsAsync() == 1 ? null : "a container was restarted once");
        await workload.RunsAsync(2);
        Assert.Contains(before[1], await workload.ContainerIdsAsync());
        Assert.DoesNotContain(before[0], await workload.ContainerIdsAsync());
    }

    [Fact]
    public async Task Sandbox_Killed_PodComesBack()
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = await Workload.StartAsync(cluster, 1);
        var containers = await workload.ContainerIdsAsync();
        var sandbox = Assert.Single(await workload.AllContainerIdsAsync(), id => !containers.Contains(id));

        await workload.DockerAsync("rm", "--force", sandbox);

        await Eventually.HoldsAsync(RestartDeadline, async () => (await workload.ContainerIdsAsync()) is [var id] && id != containers[0] ? null : "another container runs");
        await workload.RunsAsync(1);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Process_Killed9_StateComesBackAndContainersRunOn(bool agent, bool controlPlane)
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = await Workload.StartAsync(cluster, 2);
        await workload.KubectlAsync("create", "configmap", "kept", "--from-literal=a=b");
        var containers = await workload.ContainerIdsAsync();
        var objects = await workload.KubectlAsync("get", "configmaps,pods", "-o", "jsonpath={.items[*].metadata.uid}");
        var (agentId, controlPlaneId) = (cluster.Up.AgentId, cluster.Up.ControlPlaneId);

        await Command.RunAsync("kill", ["-KILL", .. agent ? [$"{agentId}"] : Array.Empty<string>(), .. controlPlane ? [$"{controlPlaneId}"] : Array.Empty<string>()]);

        await Eventually.HoldsAsync(RestartDeadline, () => Task.FromResult(IsReplaced(cluster, agent ? agentId : 0, controlPlane ? controlPlaneId : 0)));
        await workload.RunsAsync(2);
        Assert.Equal(containers, await workload.ContainerIdsAsync());
        Assert.Equal(0, await workload.RestartsAsync());
        Assert.Equal(objects, await workload.KubectlAsync("get", "configmaps,pods", "-o", "jsonpath={.items[*].metadata.uid}"));

        // And it works on: what is asked for now happens.
        await workload.KubectlAsync("scale", "deployment/web", "--replicas=3");
        await workload.RunsAsync(3);
        Assert.Superset(containers.ToHashSet(), (await workload.ContainerIdsAsync()).ToHashSet());
    }

    [Fact]
    public async Task Up_Killed9_NextStartAdoptsTheContainers()
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = await Workload.StartAsync(cluster, 2);
        var containers = await workload.ContainerIdsAsync();
        var (agentId, controlPlaneId) = (cluster.Up.AgentId, cluster.Up.ControlPlaneId);

        await cluster.Up.KillAsync();

        await Eventually.HoldsAsync(RestartDeadline, () => Task.FromResult(
            Directory.Exists($"/proc/{agentId}") || Directory.Exists($"/proc/{controlPlaneId}") ? "the processes that ./up started ended with it" : null));
        Assert.Equal(containers, await workload.ContainerIdsAsync());
        await cluster.StartUpAsync();
        await workload.RunsAsync(2);
        Assert.Equal(containers, await workload.ContainerIdsAsync());
        Assert.Equal(0, await workload.RestartsAsync());
    }

    [Fact]
    public async Task Up_StoppedAndStarted_ResumesWithEveryObject()
    {
        await using var cluster = await TestCluster.StartAsync();
        var workload = await Workload.StartAsync(cluster, 2);
        var uids = await workload.KubectlAsync("get", "deployments,replicasets,pods", "-o", "jsonpath={.items[*].metadata.uid}");

        Assert.Equal(0, await cluster.Up.StopAsync());
        Assert.Empty(await workload.AllContainerIdsAsync());
        await cluster.StartUpAsync();

        await workload.RunsAsync(2);
        Assert.Equal(uids, await workload.KubectlAsync("get", "deployments,replicasets,pods", "-o", "jsonpath={.items[*].metadata.uid}"));
    }

    [Fact]
    public async Task Up_StoppedWithKeep_NextStartAdoptsTheContainers()
    {
        await using var cluster = await TestCluster.StartAsync(null, "--keep");
        var workload = await Workload.StartAsync(cluster, 2);
        var containers = await workload.ContainerIdsAsync();

        Assert.Equal(0, await cluster.Up.StopAsync());
        Assert.Equal(containers, await workload.ContainerIdsAsync());
        await cluster.StartUpAsync();

        await workload.RunsAsync(2);
        Assert.Equal(containers, await workload.ContainerIdsAsync());
        Assert.Equal(0, await workload.RestartsAsync());
    }

    private static string? IsReplaced(TestCluster cluster, int agentId, int controlPlaneId)
    {
        var (newAgentId, newControlPlaneId) = (cluster.Up.AgentId, cluster.Up.ControlPlaneId);
        return newAgentId == 0 || newAgentId == agentId ? "./up started the agent again"
            : newControlPlaneId == 0 || newControlPlaneId == controlPlaneId ? "./up started the control plane again"
            : null;
    }
}
