using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Writing.WrittenZeros;

/// <summary>What a status that says little is stored as. A file holds the object as sent, then the status as written to the subresource, then as stored.</summary>
public sealed class StatusZerosTests
{
    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task StatusWrite_OfLittle_IsStoredWithTheZeroValuesOfItsTypes(string name)
    {
        var (kind, item, status, wanted) = await ReadAsync(name);
        await using var world = await World.CreateAsync();
        await world.CreateAsync(kind, item);

        var stored = World.Done(await WriteAsync(world, kind, item, status)).Object;

        Yaml.AssertSame(wanted, stored.Parse()["status"]);
        var again = World.Done(await WriteAsync(world, kind, item, status));
        Assert.Equal((WriteEffect.Unchanged, stored.Revision), (again.Effect, again.Object.Revision));
        Yaml.AssertSame(wanted, (await world.GetAsync(kind, item.Text("metadata", "name")!))!["status"]);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task StatusApply_OfLittle_IsStoredWithThemAndOwnsWhatItSaid(string name)
    {
        var (kind, item, status, wanted) = await ReadAsync(name);
        await using var world = await World.CreateAsync();
        var context = World.As("applier", Subresource.Status);
        var config = new JsonObject { ["status"] = status };
        var target = World.Done(await world.CreateAsync(kind, item)).Object.Name.Name;

        var stored = World.Done(await world.ApplyAsync(kind, target, (JsonObject)config.DeepClone(), context, force: true)).Object;

        Yaml.AssertSame(wanted, stored.Parse()["status"]);
        var again = World.Done(await world.ApplyAsync(kind, target, config, context));
        Assert.Equal((WriteEffect.Unchanged, stored.Revision), (again.Effect, again.Object.Revision));
    }

    private static Task<ResourceOutcome> WriteAsync(World world, ResourceKind kind, JsonObject item, JsonObject status) =>
        world.UpdateAsync(kind, item.Text("metadata", "name")!, current => current["status"] = status.DeepClone(), World.As("controller", Subresource.Status));

    private static async Task<(ResourceKind Kind, JsonObject Item, JsonObject Status, JsonObject Wanted)> ReadAsync(string name)
    {
        var documents = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".yaml"), World.Token));
        return (KindTable.BuiltIn.FindKind(documents[0].Text("apiVersion")!, documents[0].Text("kind")!)!, documents[0], documents[1], documents[2]);
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Writing", "WrittenZeros", "cases");
}
