using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.StorageMigration;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.StorageMigration;

/// <summary>What the status of a migration keeps for ever.</summary>
public sealed class MigrationTests
{
    private static readonly ResourceKind Kind = StorageMigrationKinds.StorageVersionMigrations;

    [Fact]
    public async Task Status_OtherRevision_IsRefused()
    {
        await using var world = await CreateAsync("Running");

        Assert.Equal(["Invalid value: \"6\": field is immutable"], Messages(await WriteAsync(world, "6", "Running")));
    }

    [Theory]
    [InlineData("Succeeded", "Success condition cannot be set to false once it is true")]
    [InlineData("Failed", "Failed condition cannot be set to false once it is true")]
    public async Task Status_GoesOnAfterItsEnd_IsRefused(string end, string message)
    {
        await using var world = await CreateAsync(end);

        Assert.EndsWith(message, Assert.Single(Messages(await WriteAsync(world, "5", "Running"))), StringComparison.Ordinal);
        World.Done(await WriteAsync(world, "5", end));
    }

    private static IEnumerable<string> Messages(ResourceOutcome outcome) => World.Refused<Refusal.Invalid>(outcome).Errors.Select(error => error.Message);

    private static async Task<World> CreateAsync(string condition)
    {
        var world = await World.CreateAsync();
        World.Done(await world.CreateAsync(Kind, Yaml.Parse("{metadata: {name: m}, spec: {resource: {group: apps, resource: deployments}}}")));
        World.Done(await WriteAsync(world, "5", condition));
        return world;
    }

    private static Task<ResourceOutcome> WriteAsync(World world, string revision, string condition) => world.UpdateAsync(
        Kind,
        "m",
        current => current["status"] = new JsonObject
        {
            ["resourceVersion"] = revision,
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = condition, ["status"] = "True", ["lastTransitionTime"] = "2026-01-01T00:00:00Z", ["reason"] = "Tested", ["message"] = "",
            }),
        },
        World.As("migrator", Subresource.Status));
}
