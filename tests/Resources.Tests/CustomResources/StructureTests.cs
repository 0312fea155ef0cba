using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>What schemas make of custom resources. A file holds a schema, then one case a document: a resource, and what it becomes or what is wrong with it.</summary>
public sealed class StructureTests
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
    public void Case_OfAFile_IsAsItSays(string file, string name)
    {
        var documents = Yaml.ParseAll(File.ReadAllText(Path.Combine(Folder(), file + ".yaml")));
        var one = documents.Skip(1).Single(document => document.Text("case") == name);
        var structure = Structure.Of((JsonObject)documents[0]["schema"]!);
        var schema = CustomTypes.Of(structure, "com.example.v1.Case");

        var formed = CanonicalForm.Of((JsonObject)one["given"]!, schema, []);
        Defaulting.Apply(formed, structure);
        formed = CanonicalForm.Of(formed, schema, []);

        Assert.Equal(one.Texts("errors"), StructureValidation.Validate(formed, structure).Select(error => $"{error.Reason} {error.Field}: {error.Message}"));
        if (one["expected"] is { } expected)
        {
            // Their text, so that the order of members counts.
            Assert.Equal(expected.ToJsonString(), formed.ToJsonString());
        }
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "CustomResources", "cases");
}
