using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Patching;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Validation;

/// <summary>The rules of each kind. A file holds a valid object, then one case a document: what is changed in it (a merge patch for the creation,
/// <c>update</c> for a change of what was created), and the errors that this brings, each as <c>Reason field: message</c>. A file is called by the
/// plural of its kind, or <c>plural.group</c> where the plural is not one kind's alone.</summary>
public sealed class RuleTests
{
    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.yaml").Order())
        {
            foreach (var one in Yaml.ParseAll(File.ReadAllText(file)).Skip(1))
            {
                cases.Add(Path.GetFileNameWithoutExtension(file), one.Text("case")!);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Write_BrokenRule_IsRefusedWithItsReasonFieldAndMessage(string file, string name)
    {
        var documents = Yaml.ParseAll(File.ReadAllText(Path.Combine(Folder(), file + ".yaml")));
        var one = documents.Skip(1).Single(document => document.Text("case") == name);
        var kind = KindOf(file);
        await using var world = await World.CreateAsync();

        var outcome = await world.CreateAsync(kind, Patched(documents[0], one["create"]));
        if (one["update"] is { } update)
        {
            World.Done(outcome);
            outcome = await world.PutAsync(kind, documents[0].Text("metadata", "name")!, Patched((await world.GetAsync(kind, documents[0].Text("metadata", "name")!))!, update));
        }

        var errors = World.Refused<Refusal.Invalid>(outcome).Errors.Select(error => $"{error.Reason["FieldValue".Length..]} {error.Field}: {error.Message}");
        Assert.Equal(one.Texts("errors"), errors);
    }

    [Fact]
    public async Task Create_ValidObjectOfEachFile_IsDone()
    {
        await using var world = await World.CreateAsync();
        foreach (var file in Directory.EnumerateFiles(Folder(), "*.yaml"))
        {
            var kind = KindOf(Path.GetFileNameWithoutExtension(file));
            var document = Yaml.ParseAll(await File.ReadAllTextAsync(file, World.Token))[0];
            World.Done(await world.CreateAsync(kind, document, World.As("tester") with { DryRun = true }));
        }
    }

    /// <summary>The kind whose plural a file is called by, with its group where several groups have that plural.</summary>
    private static ResourceKind KindOf(string file) =>
        KindTable.BuiltIn.All.FirstOrDefault(kind => kind.QualifiedResource == file) ?? KindTable.BuiltIn.All.Single(kind => kind.Plural == file);

    private static JsonObject Patched(JsonObject original, JsonNode? patch)
    {
        var copy = (JsonObject)original.DeepClone();
        return patch is JsonObject change ? Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(copy, change)).Document : copy;
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Validation", "cases");
}
