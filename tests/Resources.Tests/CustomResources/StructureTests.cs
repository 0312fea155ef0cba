using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>What schemas make of custom resources. A file holds a schema, then one case a document: a resource, and what it becomes, what is wrong with it or why it cannot be read.</summary>
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

        var unread = new List<string>();
        var formed = CanonicalForm.Of((JsonObject)one["given"]!, schema, unread);
        Assert.Equal(one.Texts("unread"), unread);
        Defaulting.Apply(formed, structure);
        formed = CanonicalForm.Of(formed, schema, []);

        Assert.Equal(one.Texts("errors"), StructureValidation.Validate(formed, structure).Select(error => $"{error.Reason} {error.Field}: {error.Message}"));
        if (one["expected"] is { } expected)
        {
            // Their text, so that the order of members counts.
            Assert.Equal(expected.ToJsonString(), formed.ToJsonString());
        }
    }

    /// <summary>What was stored when fewer rules held is not let be, other than the values of fields.</summary>
    [Fact]
    public void EmbeddedObject_ThatWasWrongBefore_IsWrongOnAnUpdate()
    {
        var structure = Structure.Of((JsonObject)Yaml.Parse("{type: object, properties: {v: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}}}"));
        var document = (JsonObject)Yaml.Parse("{v: {apiVersion: a/b/c, kind: Pod}}");

        Assert.Equal("v.apiVersion", Assert.Single(StructureValidation.Validate(document, structure, (JsonObject)document.DeepClone())).Field);
    }

    [Fact]
    public void EmbeddedObject_WithMetadataOfItsOwn_IsToldOfWhereFieldsAreStrict()
    {
        var structure = Structure.Of((JsonObject)Yaml.Parse(
            "{type: object, properties: {v: {type: object, additionalProperties: {type: object, x-kubernetes-embedded-resource: true, x-kubernetes-preserve-unknown-fields: true}}}}"));
        var sent = """{"v":{"k":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","colour":"red"},"other":1}}}""";

        var decoded = Assert.IsType<DecodeOutcome.Decoded>(JsonDecoder.Decode(Encoding.UTF8.GetBytes(sent), CustomTypes.Of(structure, "com.example.v1.Case")));

        Assert.Equal(["unknown field \"v[k].metadata.colour\""], decoded.StrictErrors);
    }

    /// <summary>Go tells integers from other numbers by how they are written; beyond 2^53 a number with an exponent is none.</summary>
    [Theory]
    [InlineData("{type: integer}", "1.0", "1", "")]
    [InlineData("{type: integer}", "1e3", "1000", "")]
    [InlineData("{type: integer}", "9223372036854775807", "9223372036854775807", "")]
    [InlineData("{type: integer}", "9007199254740991.0", "9007199254740991", "")]
    [InlineData("{type: integer}", "1.5", null, "Invalid value: \"number\": v in body must be of type integer: \"number\"")]
    [InlineData("{type: integer}", "1e16", null, "Invalid value: \"number\": v in body must be of type integer: \"number\"")]
    [InlineData("{type: integer}", "9223372036854775808", null, "Invalid value: \"number\": v in body must be of type integer: \"number\"")]
    [InlineData("{type: integer, format: int64}", "9223372036854775808", null, "Invalid value: \"float64\": v in body must be of type int64: \"float64\"")]
    [InlineData("{type: integer, format: int64}", "true", null, "Invalid value: \"\": v in body must be of type int64: \"\"")]
    [InlineData("{type: integer, format: int64}", "\"1\"", null, "Invalid value: \"string\": v in body must be of type integer: \"string\"")]
    [InlineData("{type: string, format: date}", "1", null, "Invalid value: \"int64\": v in body must be of type date: \"int64\"")]
    [InlineData("{type: string, format: other}", "1", null, "Invalid value: \"integer\": v in body must be of type string: \"integer\"")]
    [InlineData("{type: string, format: quantity}", "\"lots\"", null, "Invalid value: \"lots\": v in body must be of type quantity: \"lots\"")]
    [InlineData("{x-kubernetes-int-or-string: true}", "1e16", null, "Invalid value: \"number\": v in body must be of type integer,string: \"number\"")]
    [InlineData("{type: number}", "1e16", "10000000000000000", "")]
    [InlineData("{type: number}", "9223372036854775808", "9223372036854776000", "")]
    [InlineData("{type: number}", "1e21", "1e+21", "")]
    public void Number_AsItIsSent_IsOrIsNotAnInteger(string member, string sent, string? stored, string fault)
    {
        var structure = Structure.Of((JsonObject)Yaml.Parse($"{{type: object, properties: {{v: {member}}}}}"));
        var given = Assert.IsType<DecodeOutcome.Decoded>(JsonDecoder.Decode(Encoding.UTF8.GetBytes($$"""{"v":{{sent}}}"""), null)).Document;

        var formed = CanonicalForm.Of(CanonicalForm.Of(given, CustomTypes.Of(structure, "com.example.v1.Case"), []), CustomTypes.Of(structure, "com.example.v1.Case"), []);

        Assert.Equal(fault, string.Join('\n', StructureValidation.Validate(formed, structure).Select(error => error.Message)));
        Assert.Equal(stored ?? formed["v"]!.ToJsonString(), formed["v"]!.ToJsonString());
    }

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "CustomResources", "cases");
}
