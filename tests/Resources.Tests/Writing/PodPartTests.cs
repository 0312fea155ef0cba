using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing;

/// <summary>The subresources by which parts of a pod change.</summary>
public sealed class PodPartTests
{
    private static readonly string Sized = Minimal.Pod("p").Replace("\"i:1\"", "\"i:1\", resources: {requests: {cpu: 1}, limits: {cpu: 2}}", StringComparison.Ordinal);

    [Fact]
    public async Task EphemeralContainers_ContainerAdded_ChangesNothingElse()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));

        var pod = await PutAsync(world, Subresource.EphemeralContainers, sent =>
        {
            sent["spec"]!["ephemeralContainers"] = Yaml.Parse("{list: [{name: e, image: \"i:1\", targetContainerName: c}]}")["list"]!.DeepClone();
            sent["spec"]!["containers"]![0]!["image"] = "other:1";
            sent["metadata"]!["labels"] = new JsonObject { ["a"] = "b" };
        });

        var container = Assert.Single(pod.Objects("spec", "ephemeralContainers"));
        Assert.Equal(("e", "IfNotPresent", "File"), (container.Text("name"), container.Text("imagePullPolicy"), container.Text("terminationMessagePolicy")));
        Assert.Equal("i:1", pod["spec"]!["containers"]![0].Text("image"));
        Assert.Null(pod.At("metadata", "labels"));
        Assert.Equal(2, pod.Integer("metadata", "generation"));
    }

    [Fact]
    public async Task EphemeralContainers_ContainerChangedOrGone_IsForbidden()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Minimal.Pod("p"));
        await PutAsync(world, Subresource.EphemeralContainers, sent => sent["spec"]!["ephemeralContainers"] = Yaml.Parse("{list: [{name: e, image: \"i:1\"}]}")["list"]!.DeepClone());

        var changed = await world.UpdateAsync(CoreKinds.Pods, "p", pod => pod["spec"]!["ephemeralContainers"]![0]!["image"] = "i:2", World.As("t", Subresource.EphemeralContainers));
        var removed = await world.UpdateAsync(CoreKinds.Pods, "p", pod => ((JsonObject)pod["spec"]!).Remove("ephemeralContainers"), World.As("t", Subresource.EphemeralContainers));

        Assert.Equal("Forbidden: existing ephemeral containers \"e\" may not be changed\n", Assert.Single(World.Refused<Refusal.Invalid>(changed).Errors).Message);
        Assert.Equal("Forbidden: existing ephemeral containers \"e\" may not be removed\n", Assert.Single(World.Refused<Refusal.Invalid>(removed).Errors).Message);
    }

    [Fact]
    public async Task Resize_MoreOfEach_ChangesResourcesAlone()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Sized);

        var pod = await PutAsync(world, Subresource.Resize, sent =>
        {
            var container = (JsonObject)sent["spec"]!["containers"]![0]!;
            container["resources"] = Yaml.Parse("{requests: {cpu: 1500m}, limits: {cpu: 3}}");
            container["resizePolicy"] = Yaml.Parse("{list: [{resourceName: cpu, restartPolicy: RestartContainer}]}")["list"]!.DeepClone();
            container["image"] = "other:1";
        });

        var resized = pod["spec"]!["containers"]![0];
        Assert.Equal(("1500m", "3", "i:1"), (resized.Text("resources", "requests", "cpu"), resized.Text("resources", "limits", "cpu"), resized.Text("image")));
        Assert.Equal("RestartContainer", Assert.Single(resized.Objects("resizePolicy")).Text("restartPolicy"));
        Assert.Equal(2, pod.Integer("metadata", "generation"));
    }

    [Fact]
    public async Task Resize_OnANodeThatCannot_IsForbidden()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Sized);
        World.Done(await world.UpdateAsync(
            CoreKinds.Pods,
            "p",
            pod => pod["status"]!["containerStatuses"] = Yaml.Parse("{list: [{name: c, state: {running: {}}}]}")["list"]!.DeepClone(),
            World.As("kubelet", Subresource.Status)));

        var outcome = await world.UpdateAsync(CoreKinds.Pods, "p", pod => pod["spec"]!["containers"]![0]!["resources"]!["limits"]!["cpu"] = "3", World.As("t", Subresource.Resize));

        Assert.Equal("Forbidden: Pod running on node without support for resize", Assert.Single(World.Refused<Refusal.Invalid>(outcome).Errors).Message);
    }

    [Fact]
    public async Task Resize_RequestTakenAway_IsForbidden()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, Sized);

        var outcome = await world.UpdateAsync(
            CoreKinds.Pods, "p", pod => pod["spec"]!["containers"]![0]!["resources"] = Yaml.Parse("{requests: {memory: 1}}"), World.As("t", Subresource.Resize));

        Assert.Equal(
            ["Forbidden: resource requests cannot be removed", "Forbidden: resource limits cannot be removed"],
            World.Refused<Refusal.Invalid>(outcome).Errors.Select(error => error.Message));
    }

    private static async Task<JsonObject> PutAsync(World world, Subresource part, Action<JsonObject> change) =>
        World.Done(await world.UpdateAsync(CoreKinds.Pods, "p", change, World.As("tester", part))).Object.Parse();
}
