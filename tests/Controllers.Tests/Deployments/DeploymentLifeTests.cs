using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Deployments;

public sealed class DeploymentLifeTests : IAsyncDisposable
{
    private const string Web = """
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: c, image: "web:1", resources: {requests: {cpu: 100m}}}]}
        """;

    private readonly Cluster _cluster = new();

    [Fact]
    public async Task Create_ThreeReplicas_BecomeAvailableOnTheNodes()
    {
        await StartAsync();

        var deployment = await _cluster.GetAsync(AppsKinds.Deployments, "web");
        var pods = await _cluster.AllAsync(CoreKinds.Pods);

        Assert.Equal(3, pods.Count);
        Assert.Equal(["n1", "n2"], pods.Select(pod => pod.Text("spec", "nodeName")).Distinct().Order());
        Assert.Equal(3, deployment.Integer("status", "availableReplicas"));
        Assert.Equal("NewReplicaSetAvailable", Conditions.Find(deployment!["status"], "Progressing").Text("reason"));
        Assert.Equal("True", Conditions.Find(deployment["status"], "Available").Text("status"));
        Assert.Equal("1", deployment.Map("metadata", "annotations")["deployment.kubernetes.io/revision"]);
    }

    [Fact]
    public async Task Settle_NothingChanged_WritesNothing()
    {
        await StartAsync();
        var before = (await _cluster.GetAsync(AppsKinds.Deployments, "web")).Text("metadata", "resourceVersion");

        await _cluster.RunAsync();

        Assert.Equal(before, (await _cluster.GetAsync(AppsKinds.Deployments, "web")).Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task NewTemplate_RollsOutAndKeepsTheOldOne_UndoRollsBack()
    {
        await StartAsync();
        await SetImageAsync("web:2");
        await _cluster.RunAsync();

        Assert.All(await _cluster.AllAsync(CoreKinds.Pods), pod => Assert.Equal("web:2", pod.Objects("spec", "containers").Single().Text("image")));
        Assert.Equal(["0", "3"], (await _cluster.AllAsync(AppsKinds.ReplicaSets)).Select(one => $"{one.Integer("spec", "replicas")}").Order());

        await SetImageAsync("web:1");
        await _cluster.RunAsync();

        var deployment = await _cluster.GetAsync(AppsKinds.Deployments, "web");
        Assert.Equal(2, (await _cluster.AllAsync(AppsKinds.ReplicaSets)).Count);
        Assert.Equal("3", deployment.Map("metadata", "annotations")["deployment.kubernetes.io/revision"]);
        Assert.All(await _cluster.AllAsync(CoreKinds.Pods), pod => Assert.Equal("web:1", pod.Objects("spec", "containers").Single().Text("image")));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(1)]
    [InlineData(0)]
    public async Task Scale_AnySize_HasThatManyPods(int replicas)
    {
        await StartAsync();
        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["replicas"] = replicas);
        await _cluster.RunAsync();

        Assert.Equal(replicas, (await _cluster.AllAsync(CoreKinds.Pods)).Count);
    }

    [Fact]
    public async Task Paused_NewTemplate_IsNotRolledOutUntilResumed()
    {
        await StartAsync();
        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["paused"] = true);
        await SetImageAsync("web:2");
        await _cluster.RunAsync();
        Assert.Single(await _cluster.AllAsync(AppsKinds.ReplicaSets));

        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => ((JsonObject)item["spec"]!).Remove("paused"));
        await _cluster.RunAsync();
        Assert.All(await _cluster.AllAsync(CoreKinds.Pods), pod => Assert.Equal("web:2", pod.Objects("spec", "containers").Single().Text("image")));
    }

    /// <summary>What the history of a rollout shows of a change's reason, which users often give after the change.</summary>
    [Fact]
    public async Task ChangeCause_GivenLater_IsOfTheCurrentReplicaSet()
    {
        await StartAsync();
        await AnnotateAsync("first");
        await _cluster.RunAsync();
        await SetImageAsync("web:2");
        await _cluster.RunAsync();
        await AnnotateAsync("second");
        await _cluster.RunAsync();

        var sets = await _cluster.AllAsync(AppsKinds.ReplicaSets);
        Assert.Equal(["1 first", "2 second"], sets.Select(one => one.Map("metadata", "annotations")).Select(one => $"{one["deployment.kubernetes.io/revision"]} {one["kubernetes.io/change-cause"]}").Order());

        Task AnnotateAsync(string cause) =>
            _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item.Ensure("metadata").Ensure("annotations")["kubernetes.io/change-cause"] = cause);
    }

    [Fact]
    public async Task History_BeyondItsLimit_IsForgotten()
    {
        await StartAsync();
        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item["spec"]!["revisionHistoryLimit"] = 1);
        for (var version = 2; version <= 5; version++)
        {
            await SetImageAsync($"web:{version}");
            await _cluster.RunAsync();
        }

        Assert.Equal(2, (await _cluster.AllAsync(AppsKinds.ReplicaSets)).Count);
    }

    [Fact]
    public async Task Delete_Background_TakesReplicaSetsAndPodsAlong()
    {
        await StartAsync();
        await _cluster.DeleteAsync(AppsKinds.Deployments, "web");
        await _cluster.RunAsync();

        Assert.Empty(await _cluster.AllAsync(AppsKinds.ReplicaSets));
        Assert.Empty(await _cluster.AllAsync(CoreKinds.Pods));
    }

    [Fact]
    public async Task Delete_Orphan_LeavesReplicaSetsWithoutOwner()
    {
        await StartAsync();
        await _cluster.DeleteAsync(AppsKinds.Deployments, "web", new Resources.Writing.DeletePolicy(Propagation: Resources.Writing.Propagation.Orphan));
        await _cluster.UpdateAsync(AppsKinds.Deployments, "web", _ => { });
        await _cluster.RunAsync();

        Assert.Null(await _cluster.GetAsync(AppsKinds.Deployments, "web"));
        Assert.Empty((await _cluster.AllAsync(AppsKinds.ReplicaSets)).Single().Objects("metadata", "ownerReferences"));
        Assert.Equal(3, (await _cluster.AllAsync(CoreKinds.Pods)).Count);
    }

    [Fact]
    public async Task Delete_Foreground_OwnerGoesLast()
    {
        await StartAsync();
        await _cluster.DeleteAsync(AppsKinds.Deployments, "web", new Resources.Writing.DeletePolicy(Propagation: Resources.Writing.Propagation.Foreground));
        Assert.NotNull(await _cluster.GetAsync(AppsKinds.Deployments, "web"));

        await _cluster.RunAsync();

        Assert.Null(await _cluster.GetAsync(AppsKinds.Deployments, "web"));
        Assert.Empty(await _cluster.AllAsync(CoreKinds.Pods));
    }

    [Fact]
    public async Task NamespaceDeleted_EverythingInItGoes()
    {
        await _cluster.SettleAsync();
        await _cluster.AddNodeAsync("n1");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: team}");
        await _cluster.CreateAsync(AppsKinds.Deployments, Web, "team");
        await _cluster.CreateAsync(CoreKinds.ConfigMaps, "metadata: {name: cfg}", "team");
        await _cluster.RunAsync();

        await _cluster.DeleteAsync(CoreKinds.Namespaces, "team");
        await _cluster.RunAsync();

        Assert.Null(await _cluster.GetAsync(CoreKinds.Namespaces, "team"));
        Assert.Empty(await _cluster.AllAsync(CoreKinds.Pods));
        Assert.Empty(await _cluster.AllAsync(CoreKinds.ConfigMaps));
    }

    [Fact]
    public async Task NodeLost_PodsMoveOnceTheirTolerationIsOver()
    {
        await StartAsync();
        _cluster.Time.Advance(TimeSpan.FromSeconds(41));
        await _cluster.HeartbeatAsync("n1");
        await _cluster.RunAsync();

        var lost = await _cluster.GetAsync(CoreKinds.Nodes, "n2");
        Assert.Equal("Unknown", Conditions.Find(lost!["status"], "Ready").Text("status"));
        Assert.Contains(lost.Objects("spec", "taints"), taint => taint.Text("key") == "node.kubernetes.io/unreachable" && taint.Text("effect") == "NoExecute");
        Assert.Contains(await _cluster.AllAsync(CoreKinds.Pods), pod => pod.Text("spec", "nodeName") == "n2");

        _cluster.Time.Advance(TimeSpan.FromSeconds(301));
        await _cluster.HeartbeatAsync("n1");
        await _cluster.RunAsync();

        Assert.Equal(3, (await _cluster.AllAsync(CoreKinds.Pods)).Count);
        Assert.All(await _cluster.AllAsync(CoreKinds.Pods), pod => Assert.Equal("n1", pod.Text("spec", "nodeName")));
    }

    [Fact]
    public async Task NoRoom_PodSaysWhy()
    {
        await _cluster.SettleAsync();
        await _cluster.AddNodeAsync("small", cpu: "50m");
        await _cluster.CreateAsync(AppsKinds.Deployments, Web);
        await _cluster.RunAsync();

        var condition = Conditions.Find((await _cluster.AllAsync(CoreKinds.Pods))[0]["status"], "PodScheduled");
        Assert.Equal(("False", "Unschedulable", "0/1 nodes are available: 1 Insufficient cpu."), (condition.Text("status"), condition.Text("reason"), condition.Text("message")));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task StartAsync()
    {
        await _cluster.SettleAsync();
        await _cluster.AddNodeAsync("n1");
        await _cluster.AddNodeAsync("n2");
        await _cluster.CreateAsync(AppsKinds.Deployments, Web);
        await _cluster.RunAsync();
    }

    private Task SetImageAsync(string image) =>
        _cluster.UpdateAsync(AppsKinds.Deployments, "web", item => item.Objects("spec", "template", "spec", "containers").Single()["image"] = image);
}
