using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.StorageProtection;

/// <summary>What is in use stays until it is not; what is not goes at once.</summary>
public sealed class StorageProtectionTests : IAsyncDisposable
{
    private const string OfClaims = "pvc-protection-controller";
    private const string OfVolumes = "pv-protection-controller";

    private static readonly ResourceKind Claims = CoreKinds.PersistentVolumeClaims;
    private static readonly ResourceKind Volumes = CoreKinds.PersistentVolumes;

    private readonly Cluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>A pod that has ended is there still, and so is in the way; one that no node has is not.</summary>
    [Theory]
    [InlineData("Running", "nodeName: n1, volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]", true)]
    [InlineData("Succeeded", "nodeName: n1, volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]", true)]
    [InlineData("Pending", "volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]", false)]
    [InlineData("Running", "nodeName: n1, volumes: [{name: v, persistentVolumeClaim: {claimName: other}}]", false)]
    [InlineData("Running", "nodeName: n1", false)]
    public async Task Delete_AClaim_GoesUnlessAPodUsesIt(string phase, string spec, bool isUsed)
    {
        await StartAsync();
        await ClaimAsync("data");
        await _cluster.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: web}}, spec: {{{spec}, containers: [{{name: c, image: web}}]}}}}");
        await _cluster.UpdateAsync(CoreKinds.Pods, "web", pod => pod["status"]!["phase"] = phase, Subresource.Status);

        await _cluster.DeleteAsync(Claims, "data");
        await _cluster.SettleAsync(OfClaims);

        var claim = await _cluster.GetAsync(Claims, "data");
        Assert.Equal(isUsed, claim is not null);
        if (isUsed)
        {
            Assert.NotNull(claim.Text("metadata", "deletionTimestamp"));
            await FollowAsync(OfClaims, CoreKinds.Pods, "web", () => _cluster.DeleteAsync(CoreKinds.Pods, "web", new DeletePolicy(GracePeriodSeconds: 0)));
            Assert.Null(await _cluster.GetAsync(Claims, "data"));
        }
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("other", false)]
    public async Task Delete_TheClaimOfAnEphemeralVolume_WaitsForThePodThatItIsFor(string owner, bool isUsed)
    {
        await StartAsync();
        const string template = "{spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}";
        foreach (var name in new[] { "web", "other" })
        {
            await _cluster.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: {name}, finalizers: [example.com/hold]}}, spec: {{nodeName: n1, containers: [{{name: c, image: web}}], volumes: [{{name: v, ephemeral: {{volumeClaimTemplate: {template}}}}}]}}}}");
        }

        var uid = (await _cluster.GetAsync(CoreKinds.Pods, owner)).Text("metadata", "uid");
        await ClaimAsync("web-v", $"ownerReferences: [{{apiVersion: v1, kind: Pod, name: {owner}, uid: {uid}, controller: true}}]");

        await _cluster.DeleteAsync(Claims, "web-v");
        await _cluster.SettleAsync(OfClaims);

        Assert.Equal(isUsed, await _cluster.GetAsync(Claims, "web-v") is not null);
        if (isUsed)
        {
            // Its node has done with it; a finalizer that waits for the claim must not be waited for.
            await FollowAsync(OfClaims, CoreKinds.Pods, "web", () => _cluster.DeleteAsync(CoreKinds.Pods, "web", new DeletePolicy(GracePeriodSeconds: 0)));
            Assert.NotNull(await _cluster.GetAsync(CoreKinds.Pods, "web"));
            Assert.Null(await _cluster.GetAsync(Claims, "web-v"));
        }
    }

    [Theory]
    [InlineData("Available", false)]
    [InlineData("Released", false)]
    [InlineData("Bound", true)]
    public async Task Delete_AVolume_GoesUnlessAClaimIsBoundToIt(string phase, bool isUsed)
    {
        await StartAsync();
        await _cluster.CreateAsync(Volumes, "{metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /data}}}");
        await PhaseAsync(phase);

        await _cluster.DeleteAsync(Volumes, "disk");
        await _cluster.SettleAsync(OfVolumes);

        Assert.Equal(isUsed, await _cluster.GetAsync(Volumes, "disk") is not null);
        if (isUsed)
        {
            await FollowAsync(OfVolumes, Volumes, "disk", () => PhaseAsync("Released"));
            Assert.Null(await _cluster.GetAsync(Volumes, "disk"));
        }
    }

    [Fact]
    public async Task Settle_OnesWithoutProtection_AreProtected()
    {
        await StartAsync();
        await ClaimAsync("data");
        await _cluster.CreateAsync(Volumes, "{metadata: {name: disk}, spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /data}}}");
        foreach (var (kind, name, reactor) in new[] { (Claims, "data", OfClaims), (Volumes, "disk", OfVolumes) })
        {
            await FollowAsync(reactor, kind, name, () => _cluster.UpdateAsync(kind, name, static item => ((JsonObject)item["metadata"]!).Remove("finalizers")));

            Assert.Single((await _cluster.GetAsync(kind, name)).Texts("metadata", "finalizers"));
            Assert.Empty(await Reactor(reactor).KeysAsync(Token));
        }
    }

    [Fact]
    public async Task Settle_ANamespaceGoesWhileAClaimIsUsed_EmptiesItOnceItIsNot()
    {
        await StartAsync();
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: going}");
        await _cluster.CreateAsync(Claims, "{metadata: {name: data}, spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}}", "going");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: web}, spec: {containers: [{name: c, image: web}], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}}", "going");
        await _cluster.AddNodeAsync("n1");
        await _cluster.RunAsync();
        Assert.Equal("n1", (await _cluster.GetAsync(CoreKinds.Pods, "going/web")).Text("spec", "nodeName"));

        await _cluster.DeleteAsync(CoreKinds.Namespaces, "going");
        await _cluster.SettleAsync();
        Assert.NotNull((await _cluster.GetAsync(Claims, "going/data")).Text("metadata", "deletionTimestamp"));

        await _cluster.RunAsync();
        Assert.Null(await _cluster.GetAsync(CoreKinds.Namespaces, "going"));
    }

    private async Task StartAsync() => await _cluster.StartHostedAsync();

    private Task ClaimAsync(string name, string metadata = "labels: {}") => _cluster.CreateAsync(
        Claims, $"{{metadata: {{name: {name}, {metadata}}}, spec: {{accessModes: [ReadWriteOnce], resources: {{requests: {{storage: 1Gi}}}}}}}}");

    private Task PhaseAsync(string phase) => _cluster.UpdateAsync(Volumes, "disk", volume => volume["status"]!["phase"] = phase, Subresource.Status);

    private IReactor Reactor(string name) => _cluster.Reactors.Single(reactor => reactor.Name == name);

    /// <summary>Makes a change, and runs what it wakes of a reactor, and nothing else.</summary>
    private async Task FollowAsync(string reactor, ResourceKind kind, string name, Func<Task> change)
    {
        var before = await FindAsync(kind, name);
        await change();
        var after = await FindAsync(kind, name);
        foreach (var key in Reactor(reactor).Triggers.Where(trigger => trigger.Kind == kind).SelectMany(trigger => trigger.Keys(before, after)).Distinct())
        {
            Assert.Null((await Reactor(reactor).ReconcileAsync(key, Token)).Failure);
        }
    }

    private async Task<ResourceObject?> FindAsync(ResourceKind kind, string name) => await _cluster.Client.GetAsync(kind, new ObjectName(kind.Namespaced ? "default" : "", name), Token);
}
