using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.CustomResources;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

/// <summary>Laws that hold for any schema and any document.</summary>
public sealed class StructureLawTests
{
    private const int DepthMax = 3;

    private static readonly Gen<string> Names = Gen.OneOf("a", "b", "c", "d");

    private static readonly Gen<(JsonObject Schema, JsonObject Document)> Pairs = Gen.Select(Object(DepthMax), Map(DepthMax));

    [Fact]
    public void Prune_Twice_IsAsOnce() => Pairs.Sample(
        pair =>
        {
            var structure = Structure.Of(pair.Schema);
            var once = (JsonObject)pair.Document.DeepClone();
            Pruning.Prune(once, structure, isResource: true);
            var twice = (JsonObject)once.DeepClone();
            Pruning.Prune(twice, structure, isResource: true);
            return JsonNode.DeepEquals(once, twice) && StrictErrors.Of(once, CustomTypes.Of(structure, "com.example.v1.Law")).Count == 0;
        },
        print: Print);

    [Fact]
    public void Default_Twice_IsAsOnce() => Pairs.Sample(
        pair =>
        {
            var structure = Structure.Of(pair.Schema);
            var once = (JsonObject)pair.Document.DeepClone();
            Defaulting.Apply(once, structure);
            var twice = (JsonObject)once.DeepClone();
            Defaulting.Apply(twice, structure);
            return JsonNode.DeepEquals(once, twice);
        },
        print: Print);

    [Fact]
    public void Canonical_OfWhatIsCanonical_IsTheSameText() => Pairs.Sample(
        pair =>
        {
            var schema = CustomTypes.Of(Structure.Of(pair.Schema), "com.example.v1.Law");
            var once = CanonicalForm.Of(pair.Document, schema, []);
            return CanonicalForm.Of(once, schema, []).ToJsonString() == once.ToJsonString();
        },
        print: Print);

    [Fact]
    public void Validate_AnyDocument_AnswersWithinItsBound() => Pairs.Sample(
        pair => StructureValidation.Validate(pair.Document, Structure.Of(pair.Schema)).Count <= 100,
        print: Print);

    private static string Print((JsonObject Schema, JsonObject Document) pair) => $"{pair.Schema.ToJsonString()} {pair.Document.ToJsonString()}";

    private static Gen<JsonObject> Object(int depth) => Gen.Select(Gen.Dictionary(Names, Schema(depth - 1))[0, 3], Gen.Bool, (properties, keeps) =>
    {
        var members = new JsonObject();
        foreach (var (name, property) in properties)
        {
            members[name] = property.DeepClone();
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = members };
        if (keeps)
        {
            schema["x-kubernetes-preserve-unknown-fields"] = true;
        }

        return schema;
    });

    private static Gen<JsonObject> Schema(int depth)
    {
        var scalar = Gen.Select(Gen.OneOf("string", "integer", "boolean"), Gen.Bool, Gen.Bool, Scalar);
        return depth == 0 ? scalar : Gen.OneOf(
            scalar,
            Object(depth),
            Schema(depth - 1).Select(items => new JsonObject { ["type"] = "array", ["items"] = items.DeepClone() }),
            Schema(depth - 1).Select(values => new JsonObject { ["type"] = "object", ["additionalProperties"] = values.DeepClone() }));
    }

    private static JsonObject Scalar(string type, bool isNullable, bool hasDefault)
    {
        var schema = new JsonObject { ["type"] = type };
        if (isNullable)
        {
            schema["nullable"] = true;
        }

        if (hasDefault)
        {
            schema["default"] = type switch { "string" => "d", "integer" => 7, _ => true };
        }

        return schema;
    }

    private static Gen<JsonObject> Map(int depth) => Gen.Dictionary(Names, Value(depth))[0, 4].Select(members =>
    {
        var map = new JsonObject();
        foreach (var (name, value) in members)
        {
            map[name] = JsonNode.Parse(value);
        }

        return map;
    });

    /// <summary>Texts, since null is a value too.</summary>
    private static Gen<string> Value(int depth)
    {
        var scalar = Gen.OneOf("null", "true", "1", "2.5", "\"s\"");
        return depth == 0 ? scalar : Gen.OneOf(scalar, Map(depth - 1).Select(map => map.ToJsonString()), Value(depth - 1).Array[0, 3].Select(items => $"[{string.Join(',', items)}]"));
    }
}
