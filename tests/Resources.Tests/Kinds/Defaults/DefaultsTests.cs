using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Defaults;

/// <summary>What a created object is completed to. A file holds the object as sent, then as stored, UID standing for its uid.</summary>
public sealed class DefaultsTests
{
    private static readonly string[] Changing = ["uid", "creationTimestamp", "resourceVersion"];

    public static TheoryData<string> Cases() => [.. Directory.EnumerateFiles(Folder(), "*.yaml").Select(file => Path.GetFileNameWithoutExtension(file)).Order()];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Create_MinimalObject_IsStoredInFull(string name)
    {
        var documents = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".yaml"), World.Token));
        var kind = KindTable.BuiltIn.FindKind(documents[1].Text("apiVersion")!, documents[1].Text("kind")!)!;
        await using var world = await World.CreateAsync();

        var stored = WithoutUid(World.Done(await world.CreateAsync(kind, documents[0])).Object.Parse());

        var metadata = (JsonObject)stored["metadata"]!;
        metadata.Remove("managedFields");
        foreach (var changing in Changing)
        {
            Assert.True(metadata.Remove(changing), $"{changing} is missing");
        }

        Yaml.AssertSame(documents[1], stored);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Update_WithWhatWasStored_ChangesNothing(string name)
    {
        var documents = Yaml.ParseAll(await File.ReadAllTextAsync(Path.Combine(Folder(), name + ".yaml"), World.Token));
        var kind = KindTable.BuiltIn.FindKind(documents[1].Text("apiVersion")!, documents[1].Text("kind")!)!;
        await using var world = await World.CreateAsync();
        var stored = World.Done(await world.CreateAsync(kind, documents[0])).Object;

        var again = World.Done(await world.PutAsync(kind, stored.Name.Namespace.Length > 0 ? $"{stored.Name.Namespace}/{stored.Name.Name}" : stored.Name.Name, stored.Parse(), World.As("other")));

        Assert.Equal(Resources.Writing.WriteEffect.Unchanged, again.Effect);
        Assert.Equal(stored.Revision, again.Object.Revision);
    }

    /// <summary>The object with UID wherever its own uid stands, as in labels that are made of it.</summary>
    private static JsonObject WithoutUid(JsonObject stored) =>
        (JsonObject)JsonNode.Parse(stored.ToJsonString().Replace(stored.Text("metadata", "uid")!, "UID", StringComparison.Ordinal))!;

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Defaults", "cases");
}
