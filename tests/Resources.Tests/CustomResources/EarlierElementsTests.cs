using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.CustomResources;

public sealed class EarlierElementsTests
{
    private const string Schema = """
        {"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["a","b"],
         "items":{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"number","default":1},"v":{"type":"integer","maximum":5}}}}
        """;

    /// <summary>Values of which some are equal though they are written otherwise, and some are nearly so.</summary>
    private static readonly Gen<string?> Keys = Gen.OneOf<string?>(
        null, "null", "1", "1.0", "10e-1", "0", "-0", "\"1\"", "\"x\"", "\"\\u0078\"", "true", "[]", "[1]", "[1.0]", "{}", "{\"c\":1}", "1e300", "10e299", "1e-300", "2e-300",
        "9007199254740993", "9007199254740993.0", "9007199254740992", "0.1", "0.10");

    private static readonly Gen<string> Elements = Gen.OneOf(
        Gen.Select(Keys, Keys, Gen.Int[0, 9], (a, b, v) => $"{{{(a is null ? "" : $"\"a\":{a},")}{(b is null ? "" : $"\"b\":{b},")}\"v\":{v}}}"),
        Gen.OneOf("null", "1", "[]"));

    [Fact]
    public void Of_AnyElement_IsTheFirstWithItsKeys() => Gen.Select(Elements.Array[0, 12], Elements.Array[1, 12]).Sample((before, after) =>
    {
        var list = Structure.Of((JsonObject)JsonNode.Parse(Schema)!);
        var old = (JsonArray)JsonNode.Parse($"[{string.Join(',', before)}]")!;
        var elements = Earlier.Of(old).Elements(list);
        return after.Select(text => JsonNode.Parse(text)).All(element => ReferenceEquals(elements.Of(element).Value, First(old, element, list)));
    });

    [Theory]
    [InlineData("set")]
    [InlineData("atomic")]
    public void Of_AnElementOfAListWithoutKeys_IsUnknown(string type)
    {
        var list = Structure.Of(new JsonObject { ["type"] = "array", ["x-kubernetes-list-type"] = type });

        Assert.Equal(Earlier.None, Earlier.Of(new JsonArray(new JsonObject())).Elements(list).Of(new JsonObject()));
    }

    /// <summary>So many that it would be told by the time it takes if each element were looked for among all.</summary>
    [Fact]
    public void Validate_OneChangeToALongList_FindsThatOneAlone()
    {
        var list = Structure.Of((JsonObject)JsonNode.Parse(Schema)!);
        var old = new JsonArray([.. Enumerable.Range(0, 20_000).Select(index => new JsonObject { ["a"] = $"name-{index}", ["b"] = index, ["v"] = 6 })]);
        var document = (JsonArray)old.DeepClone();
        document[19_999]!["v"] = 7;

        Assert.Equal(["l[19999].v"], StructureValidation.Validate(document, list, "l", old).Select(error => error.Field));
    }

    private static JsonObject? First(JsonArray old, JsonNode? element, Structure list) => element is not JsonObject one ? null
        : old.OfType<JsonObject>().FirstOrDefault(other => list.ListMapKeys.All(key => JsonNode.DeepEquals(Key(other, key, list), Key(one, key, list))));

    private static JsonNode? Key(JsonObject element, string key, Structure list) => element[key] ?? list.Items!.Properties[key].Default;
}
