using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.StorageProtection;

/// <summary>A pod goes to no node while a claim that it names is not there, lost, or on its way out.</summary>
public sealed class ClaimsOfUnboundPodsTests : IAsyncDisposable
{
    private const string Claim = "{metadata: {name: x, finalizers: [example.com/hold]}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";

    private readonly Cluster _cluster = new();

    [Fact]
    public async Task Schedule_TheClaimIsBeingDeleted_SaysSo()
    {
        await PodAsync();
        await _cluster.CreateAsync(CoreKinds.PersistentVolumeClaims, Claim);
        await _cluster.DeleteAsync(CoreKinds.PersistentVolumeClaims, "x");
        await _cluster.SettleAsync("default-scheduler");

        await AssertWaitsAsync("0/1 nodes are available: persistentvolumeclaim \"x\" is being deleted.");
    }

    [Fact]
    public async Task Schedule_TheClaimIsNotThere_WaitsUntilItIs()
    {
        await PodAsync();
        await _cluster.SettleAsync("default-scheduler");
        await AssertWaitsAsync("0/1 nodes are available: persistentvolumeclaim \"x\" not found.");

        await _cluster.CreateAsync(CoreKinds.PersistentVolumeClaims, Claim);
        await _cluster.SettleAsync("default-scheduler");

        Assert.Equal("n1", (await _cluster.GetAsync(CoreKinds.Pods, "p")).Text("spec", "nodeName"));
    }

    [Fact]
    public async Task Schedule_TheClaimIsLost_SaysSo()
    {
        await PodAsync();
        await _cluster.CreateAsync(CoreKinds.PersistentVolumeClaims, Claim.Replace("resources:", "volumeName: v, resources:"));
        await _cluster.UpdateAsync(CoreKinds.PersistentVolumeClaims, "x", claim => claim["status"] = new JsonObject { ["phase"] = "Lost" }, Resources.Kinds.Subresource.Status);
        await _cluster.SettleAsync("default-scheduler");

        await AssertWaitsAsync("0/1 nodes are available: persistentvolumeclaim \"x\" bound to non-existent persistentvolume \"v\".");
    }

    [Fact]
    public void Triggers_AClaimThatComes_WakeTheScheduler()
    {
        var scheduler = _cluster.Reactors.Single(reactor => reactor.Name == "default-scheduler");
        Assert.Contains(scheduler.Triggers, trigger => trigger.Kind == CoreKinds.PersistentVolumeClaims);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task PodAsync()
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: kube-node-lease}");
        await _cluster.AddNodeAsync("n1");
        await _cluster.SettleAsync("node-controller");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: p}, spec: {containers: [{name: c, image: i}], volumes: [{name: v, persistentVolumeClaim: {claimName: x}}]}}");
    }

    private async Task AssertWaitsAsync(string why)
    {
        var pod = await _cluster.GetAsync(CoreKinds.Pods, "p");
        Assert.Null(pod.Text("spec", "nodeName"));
        Assert.Equal(("False", why), (Conditions.Find(pod!["status"], "PodScheduled").Text("status"), Conditions.Find(pod["status"], "PodScheduled").Text("message")));
    }
}
