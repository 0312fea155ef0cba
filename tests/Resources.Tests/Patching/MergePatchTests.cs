using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Patching;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Patching;

/// <summary>Those cases of RFC 7386's table in which document and patch are objects.</summary>
public sealed class MergePatchTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"b":"c"}""", """{"a":"b","b":"c"}""")]
    [InlineData("""{"a":"b"}""", """{"a":null}""", """{}""")]
    [InlineData("""{"a":"b","b":"c"}""", """{"a":null}""", """{"b":"c"}""")]
    [InlineData("""{"a":["b"]}""", """{"a":"c"}""", """{"a":"c"}""")]
    [InlineData("""{"a":"c"}""", """{"a":["b"]}""", """{"a":["b"]}""")]
    [InlineData("""{"a":{"b":"c"}}""", """{"a":{"b":"d","c":null}}""", """{"a":{"b":"d"}}""")]
    [InlineData("""{"a":[{"b":"c"}]}""", """{"a":[1]}""", """{"a":[1]}""")]
    [InlineData("""{"e":null}""", """{"a":1}""", """{"e":null,"a":1}""")]
    [InlineData("""{}""", """{"a":{"bb":{"ccc":null}}}""", """{"a":{"bb":{}}}""")]
    public void Apply_APatch_IsAsTheTableSays(string original, string patch, string expected) =>
        Assert.Equal(expected, Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(JsonNode.Parse(original)!.AsObject(), JsonNode.Parse(patch)!.AsObject())).Document.ToJsonString());

    /// <summary>So many that it would be told by the time it takes if each member that goes moved those behind it.</summary>
    [Fact]
    public void Apply_ManyNullsAndObjects_LeavesTheOthersInTheirPlaces()
    {
        var names = Enumerable.Range(0, 200_000).Select(index => $"m{index}").ToList();
        var original = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, new JsonObject())));
        var patch = new JsonObject(names.Index().Select(one => KeyValuePair.Create<string, JsonNode?>(one.Item, one.Index % 100_000 == 7 ? new JsonObject { ["a"] = 1 } : null)).SkipLast(1));

        var patched = Assert.IsType<PatchOutcome.Patched>(MergePatch.Apply(original, patch)).Document;

        Assert.Equal("""{"m7":{"a":1},"m100007":{"a":1},"m199999":{}}""", patched.ToJsonString());
    }
}
