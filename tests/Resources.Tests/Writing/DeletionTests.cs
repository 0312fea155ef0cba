using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

public sealed class DeletionTests
{
    [Fact]
    public async Task Update_ThatSaysItIsDeleted_IsRefused()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m}}");

        var refused = World.Refused<Refusal.Invalid>(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z"));

        Assert.Equal("metadata.deletionTimestamp", Assert.Single(refused.Errors).Field);
    }

    [Fact]
    public async Task Delete_PodWithoutNode_GoesAtOnce()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));

        Assert.Equal(WriteEffect.Deleted, World.Done(await world.DeleteAsync(CoreKinds.Pods, "p")).Effect);
        World.Refused<Refusal.NotFound>(await world.DeleteAsync(CoreKinds.Pods, "p"));
    }

    [Theory]
    [InlineData(null, 30, "2026-01-01T00:00:30Z")]
    [InlineData(5L, 5, "2026-01-01T00:00:05Z")]
    [InlineData(-7L, 1, "2026-01-01T00:00:01Z")]
    public async Task Delete_BoundPod_IsGivenTimeToEnd(long? asked, int grace, string end)
    {
        await using var world = await World.CreateAsync();
        await BoundPodAsync(world);

        var outcome = World.Done(await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: asked)));

        var item = outcome.Object.Parse();
        Assert.Equal(WriteEffect.Deleting, outcome.Effect);
        Assert.Equal(grace, item.Integer("metadata", "deletionGracePeriodSeconds"));
        Assert.Equal(end, item.Text("metadata", "deletionTimestamp"));
        Assert.Equal(2, item.Integer("metadata", "generation"));
    }

    [Fact]
    public async Task Delete_TerminatingPodWithZeroGrace_RemovesIt()
    {
        await using var world = await World.CreateAsync();
        await BoundPodAsync(world);
        await world.DeleteAsync(CoreKinds.Pods, "p");

        Assert.Equal(WriteEffect.Deleted, World.Done(await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 0))).Effect);
    }

    [Fact]
    public async Task Delete_TerminatingPodAgain_MayShortenButNotLengthen()
    {
        await using var world = await World.CreateAsync();
        await BoundPodAsync(world);
        await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 20));

        await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 60));
        Assert.Equal("2026-01-01T00:00:20Z", (await world.GetAsync(CoreKinds.Pods, "p")).Text("metadata", "deletionTimestamp"));

        await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 5));
        Assert.Equal("2026-01-01T00:00:05Z", (await world.GetAsync(CoreKinds.Pods, "p")).Text("metadata", "deletionTimestamp"));
    }

    [Fact]
    public async Task Delete_WithFinalizer_WaitsUntilTheLastIsGone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: m, finalizers: [example.com/a, example.com/b]}}");

        Assert.Equal(WriteEffect.Deleting, World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m")).Effect);
        Assert.Equal(WriteEffect.Updated, World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["finalizers"] = new JsonArray("example.com/b"))).Effect);
        var refusal = World.Refused<Refusal.Invalid>(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => item["metadata"]!["finalizers"]!.AsArray().Add("example.com/c")));
        Assert.Equal("Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{\"example.com/c\"}", Assert.Single(refusal.Errors).Message);
        Assert.Equal(WriteEffect.Deleted, World.Done(await world.UpdateAsync(CoreKinds.ConfigMaps, "m", item => ((JsonObject)item["metadata"]!).Remove("finalizers"))).Effect);
        Assert.Null(await world.GetAsync(CoreKinds.ConfigMaps, "m"));
    }

    [Theory]
    [InlineData(Propagation.Foreground, "foregroundDeletion")]
    [InlineData(Propagation.Orphan, "orphan")]
    public async Task Delete_WithPropagation_PutsItsFinalizerOn(Propagation propagation, string finalizer)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(AppsKinds.Deployments, Minimal.Deployment("d"));

        var outcome = World.Done(await world.DeleteAsync(AppsKinds.Deployments, "d", new DeletePolicy(Propagation: propagation)));

        Assert.Equal(WriteEffect.Deleting, outcome.Effect);
        Assert.Equal([finalizer], outcome.Object.Parse().Texts("metadata", "finalizers"));
    }

    [Theory]
    [InlineData("orphan")]
    [InlineData("foregroundDeletion")]
    public async Task Delete_WithoutPropagation_DoesWhatTheObjectsFinalizersSay(string finalizer)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, $"{{metadata: {{name: m, finalizers: [{finalizer}]}}}}");

        var outcome = World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m"));

        Assert.Equal([finalizer], outcome.Object.Parse().Texts("metadata", "finalizers"));
    }

    [Fact]
    public async Task Delete_WithoutPropagationOfAKindThatOrphans_DoesWhatTheObjectsFinalizersSay()
    {
        await using var world = await World.CreateAsync();
        foreach (var (name, finalizers) in new[] { ("r", ""), ("held", "foregroundDeletion") })
        {
            await world.AddAsync(
                CoreKinds.ReplicationControllers,
                $"{{metadata: {{name: {name}, finalizers: [{finalizers}]}}, spec: {{selector: {{app: a}}, template: {{metadata: {{labels: {{app: a}}}}, spec: {{containers: [{{name: c, image: \"i:1\"}}]}}}}}}}}");
        }

        var plain = World.Done(await world.DeleteAsync(CoreKinds.ReplicationControllers, "r"));
        var held = World.Done(await world.DeleteAsync(CoreKinds.ReplicationControllers, "held"));

        Assert.Equal(["orphan"], plain.Object.Parse().Texts("metadata", "finalizers"));
        Assert.Equal(["foregroundDeletion"], held.Object.Parse().Texts("metadata", "finalizers"));
    }

    [Theory]
    [InlineData(Propagation.Orphan, "orphan")]
    [InlineData(Propagation.Background, null)]
    public async Task Delete_OfWhatWaitsForItsDependents_CanBeSaidOtherwise(Propagation propagation, string? finalizer)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));
        Assert.Equal(WriteEffect.Deleting, World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", new DeletePolicy(Propagation: Propagation.Foreground))).Effect);
        Assert.Equal(WriteEffect.Deleting, World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m")).Effect);

        var outcome = World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", new DeletePolicy(Propagation: propagation)));

        Assert.Equal(finalizer is null ? WriteEffect.Deleted : WriteEffect.Deleting, outcome.Effect);
        if (finalizer is not null)
        {
            Assert.Equal([finalizer], outcome.Object.Parse().Texts("metadata", "finalizers"));
        }
    }

    [Fact]
    public async Task Delete_OfAPodThatIsEnding_CanBeSaidOtherwiseOnlyWhereItEndsSooner()
    {
        await using var world = await World.CreateAsync();
        await BoundPodAsync(world);
        await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 20, Propagation: Propagation.Foreground));

        var same = World.Done(await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(Propagation: Propagation.Background)));
        Assert.Equal(["foregroundDeletion"], same.Object.Parse().Texts("metadata", "finalizers"));

        var sooner = World.Done(await world.DeleteAsync(CoreKinds.Pods, "p", new DeletePolicy(GracePeriodSeconds: 5, Propagation: Propagation.Background)));
        Assert.Empty(sooner.Object.Parse().Texts("metadata", "finalizers"));
    }

    [Fact]
    public async Task Delete_PreconditionsUnmet_IsConflict()
    {
        await using var world = await World.CreateAsync();
        var item = await world.AddAsync(CoreKinds.ConfigMaps, Minimal.ConfigMap("m"));

        World.Refused<Refusal.Conflict>(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", new DeletePolicy(Uid: "other")));
        World.Refused<Refusal.Conflict>(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", new DeletePolicy(ResourceVersion: "999")));
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "m", new DeletePolicy(Uid: item.Text("metadata", "uid"), ResourceVersion: item.Text("metadata", "resourceVersion"))));
    }

    private static async Task BoundPodAsync(World world)
    {
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p", "nodeName: x"));
    }
}
