using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds;

/// <summary>What may become of containers that have ended.</summary>
public sealed class ContainerStateTests
{
    [Theory]
    [InlineData("restartPolicy: Always", "containerStatuses", "c", 0, true)]
    [InlineData("restartPolicy: OnFailure", "containerStatuses", "c", 1, true)]
    [InlineData("restartPolicy: OnFailure", "containerStatuses", "c", 0, false)]
    [InlineData("restartPolicy: Never", "containerStatuses", "c", 1, false)]
    [InlineData("restartPolicy: Always", "initContainerStatuses", "i", 0, true)]
    [InlineData("restartPolicy: Never", "initContainerStatuses", "i", 1, false)]
    [InlineData("restartPolicy: OnFailure", "initContainerStatuses", "i", 1, true)]
    [InlineData("restartPolicy: Never", "initContainerStatuses", "sidecar", 0, true)]
    [InlineData("restartPolicy: Always", "ephemeralContainerStatuses", "e", 1, false)]
    [InlineData("restartPolicy: Never", "containerStatuses", "unknown", 0, false)]
    public async Task Status_OfAnEndedContainerThatRunsAgain_IsTakenWhereItMayRestart(string policy, string list, string name, int exitCode, bool isTaken)
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, "{metadata: {name: p}, spec: {" + policy + ", initContainers: [{name: sidecar, image: i, restartPolicy: Always}, {name: i, image: i}], "
            + "containers: [{name: c, image: i}]}}");
        World.Done(await SayAsync(world, list, name, new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = exitCode } }));

        var outcome = await SayAsync(world, list, name, new JsonObject { ["running"] = new JsonObject() });

        if (isTaken)
        {
            World.Done(outcome);
        }
        else
        {
            var error = Assert.Single(World.Refused<Refusal.Invalid>(outcome).Errors);
            Assert.Equal(($"status.{list}[1].state", "Forbidden: may not be transitioned to non-terminated state"), (error.Field, error.Message));
        }
    }

    [Fact]
    public async Task Status_OfAnEndedContainerThatEndedOtherwise_IsTaken()
    {
        await using var world = await World.CreateAsync();
        await world.AddAsync(CoreKinds.Pods, "{metadata: {name: p}, spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}");
        World.Done(await SayAsync(world, "containerStatuses", "c", new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 1 } }));

        World.Done(await SayAsync(world, "containerStatuses", "c", new JsonObject { ["terminated"] = new JsonObject { ["exitCode"] = 2 } }));
    }

    /// <summary>Says what a container, and another one beside it that runs, are doing.</summary>
    private static Task<ResourceOutcome> SayAsync(World world, string list, string name, JsonObject state) => world.UpdateAsync(
        CoreKinds.Pods,
        "p",
        pod => pod["status"]![list] = new JsonArray(Status("other", new JsonObject { ["running"] = new JsonObject() }), Status(name, state)),
        World.As("kubelet", Subresource.Status));

    private static JsonObject Status(string name, JsonObject state) =>
        new() { ["name"] = name, ["state"] = state, ["ready"] = false, ["restartCount"] = 0, ["image"] = "i", ["imageID"] = "" };
}
