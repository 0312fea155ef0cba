using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Patching;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Kinds.Validation;

/// <summary>The rules of each kind. A file holds a valid object, then one case a document: what is changed in it (a merge patch for the creation,
/// <c>update</c> for a change of what was created, <c>status</c> or another subresource for a change through it), and the errors that this brings, each as
/// <c>Reason field: message</c>, UID standing for a uid. A file is called by the plural of its kind, or <c>plural.group</c> where the plural is not one kind's
/// alone.</summary>
public sealed partial class RuleTests
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
        var subresource = Enum.GetValues<Subresource>().FirstOrDefault(part => one[part.ToString().ToLowerInvariant()] is not null);
        if ((one["update"] ?? one[subresource.ToString().ToLowerInvariant()]) is { } update)
        {
            World.Done(outcome);
            var subject = documents[0].Text("metadata", "name")!;
            outcome = await world.PutAsync(kind, subject, Patched((await world.GetAsync(kind, subject))!, update), World.As("tester", subresource));
        }

        var errors = World.Refused<Refusal.Invalid>(outcome).Errors.Select(error => Uid().Replace($"{error.Reason["FieldValue".Length..]} {error.Field}: {error.Message}", "UID"));
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
        KindTable.BuiltIn.All.FirstOrDefault(kind => kind.QualifiedResource == file) ?? KindTable.BuiltIn.All.Single(kind => kind.Plural == file && kind.Conversion is null);

    private static JsonObject Patched(JsonObject original, JsonNode? patch)
    {
        var copy = (JsonObject)original.DeepClone();
        return patch is JsonObject change ? Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(copy, change)).Document : copy;
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "Kinds", "Validation", "cases");
}
