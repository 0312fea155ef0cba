using System.Diagnostics;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Patching;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Patching;

public sealed class StrategicMergePatchTests
{
    [Theory]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"1"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a","image":"2"}]}}""", """{"spec":{"containers":[{"name":"a","image":"2"},{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"containers":[{"$patch":"replace"},{"name":"c"}]}}""", """{"spec":{"containers":[{"name":"c"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","image":"1","tty":true}]}}""", """{"spec":{"containers":[{"name":"a","$patch":"replace"},{"name":"b","image":"2"}]}}""", """{"spec":{"containers":[{"name":"b","image":"2"}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"x"}]}]}}""", """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"y"}]}]}}""", """{"spec":{"containers":[{"name":"a","ports":[{"containerPort":80,"name":"y"}]}]}}""")]
    [InlineData("""{"spec":{"tolerations":[{"key":"a"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""", """{"spec":{"tolerations":[{"key":"b"}]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"finalizers":["c","b"]}}""", """{"metadata":{"finalizers":["a","b","c"]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b"]}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1","b":"2"}}}""", """{"metadata":{"labels":{"a":null,"c":"3"}}}""", """{"metadata":{"labels":{"b":"2","c":"3"}}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"replace","b":"2"}}}""", """{"metadata":{"labels":{"b":"2"}}}""")]
    [InlineData("""{"spec":{"securityContext":{"runAsUser":1,"fsGroup":2}}}""", """{"spec":{"securityContext":{"$patch":"replace","runAsUser":3}}}""", """{"spec":{"securityContext":{"runAsUser":3}}}""")]
    [InlineData("""{"spec":{"securityContext":{"runAsUser":1}}}""", """{"spec":{"securityContext":{"$patch":"delete"}}}""", """{"spec":{"securityContext":{}}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{"securityContext":{"$patch":"delete"}}}""", """{"spec":{}}""")]
    [InlineData("""{"metadata":{"labels":{"a":"1"}}}""", """{"metadata":{"labels":{"$patch":"delete"}}}""", """{"metadata":{"labels":{}}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$setElementOrder/finalizers":["b","c","a"],"finalizers":["c"]}}""", """{"metadata":{"finalizers":["b","c","a"]}}""")]
    [InlineData("""{"metadata":{"finalizers":["a","b"]}}""", """{"metadata":{"$setElementOrder/finalizers":["b"],"$deleteFromPrimitiveList/finalizers":["a"]}}""", """{"metadata":{"finalizers":["b"]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"$setElementOrder/containers":[{"name":"b"},{"name":"a"}],"containers":[{"name":"a","tty":true}]}}""", """{"spec":{"containers":[{"name":"b"},{"name":"a","tty":true}]}}""")]
    [InlineData("""{"spec":{"containers":[{"name":"a"},{"name":"b"}]}}""", """{"spec":{"$setElementOrder/containers":[{"name":"b"}],"containers":[{"name":"a","$patch":"delete"}]}}""", """{"spec":{"containers":[{"name":"b"}]}}""")]
    [InlineData("""{"spec":{"volumes":[{"name":"v","emptyDir":{}}]}}""", """{"spec":{"volumes":[{"name":"v","$retainKeys":["name","hostPath"],"hostPath":{"path":"/x"}}]}}""", """{"spec":{"volumes":[{"name":"v","hostPath":{"path":"/x"}}]}}""")]
    [InlineData("""{"spec":{}}""", """{"spec":{"securityContext":{"runAsUser":null}}}""", """{"spec":{"securityContext":{}}}""")]
    public void Apply_APatch_MergesByTheSchema(string original, string patch, string expected)
    {
        var result = Assert.IsType<PatchOutcome.Patched>(Apply(original, patch)).Document;

        if (expected.Contains("finalizers", StringComparison.Ordinal))
        {
            Assert.Equivalent(Finalizers(JsonNode.Parse(expected)), Finalizers(result), strict: true);
            return;
        }

        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), result), result.ToJsonString());
    }

    [Theory]
    [InlineData("""{"spec":{"containers":[{"image":"x"}]}}""", "map: map[image:x] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"containers":[{"$patch":"delete"}]}}""", "map: map[$patch:delete] does not contain declared merge key: name")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"merge"}]}}""", "merging lists cannot yet be specified in the patch")]
    [InlineData("""{"spec":{"containers":[{"name":"a","$patch":"jump"}]}}""", "unknown patch type: jump in map: map[$patch:jump name:a]")]
    [InlineData("""{"spec":{"containers":["a"]}}""", "the list containers merges objects by name, but the patch holds something else")]
    [InlineData("""{"spec":{"$patch":"jump"}}""", "unknown patch type: jump in map: map[$patch:jump]")]
    [InlineData("""{"spec":{"$patch":"merge"}}""", "unknown patch type: merge in map: map[$patch:merge]")]
    [InlineData("""{"spec":{"$retainKeys":"containers"}}""", "invalid patch format of retainKeys")]
    [InlineData("""{"spec":{"$retainKeys":["volumes"],"containers":[]}}""", "invalid patch format of retainKeys")]
    [InlineData("""{"metadata":{"$deleteFromPrimitiveList/finalizers":"a"}}""", "invalid patch format of primitive list")]
    [InlineData("""{"spec":{"$setElementOrder":[]}}""", "invalid patch format of setElementOrder list")]
    [InlineData("""{"spec":{"$setElementOrder/containers":{}}}""", "expected a []interface {}, but received a map[string]interface {}")]
    [InlineData("""{"spec":{"$setElementOrder/containers":[{"name":"a"},{"name":"b"}],"containers":[{"name":"b"},{"name":"a"}]}}""",
        "The order in patch list:\n[map[name:b] map[name:a]]\n doesn't match $setElementOrder list:\n[map[name:a] map[name:b]]\n")]
    public void Apply_ASenselessPatch_IsBad(string patch, string message) => Assert.Equal(
        new Refusal.BadRequest(message),
        Assert.IsType<PatchOutcome.Failed>(Apply("""{"metadata":{"finalizers":["a"]},"spec":{"containers":[{"name":"a"}]}}""", patch)).Refusal);

    [Fact]
    public void Apply_AListOfLists_IsUnprocessable() =>
        Assert.IsType<Refusal.Unprocessable>(Assert.IsType<PatchOutcome.Failed>(Apply("""{"spec":{"containers":[{"name":"a"}]}}""", """{"spec":{"containers":[[]]}}""")).Refusal);

    [Theory]
    [InlineData("""{"spec":{"$setElementOrder/containers":["a",1,null],"containers":[{"name":"a"}]}}""")]
    [InlineData("""{"spec":{"$setElementOrder/containers":{},"$retainKeys":[1],"$deleteFromPrimitiveList/containers":3}}""")]
    public void Apply_DirectivesOfAWrongType_EndWithAnOutcome(string patch) => Assert.NotNull(Apply("""{"spec":{"containers":[{"name":"a"}]}}""", patch));

    [Fact]
    public void Apply_ToLongLists_TakesTimeInProportion()
    {
        string Elements(int from) => string.Join(',', Enumerable.Range(from, 20_000).Select(number => $"{{\"name\":\"n{number}\"}}"));
        var watch = Stopwatch.StartNew();

        var outcome = Apply($$$"""{"spec":{"containers":[{{{Elements(0)}}}]}}""", $$$"""{"spec":{"containers":[{{{Elements(10_000)}}}]}}""");

        Assert.Equal(30_000, Assert.IsType<PatchOutcome.Patched>(outcome).Document["spec"]!["containers"]!.AsArray().Count);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    private static string[] Finalizers(JsonNode? document) => [.. document!["metadata"]!["finalizers"]!.AsArray().Select(one => one!.GetValue<string>())];

    /// <summary>So many that it would be told by the time it takes if each member that goes moved those behind it.</summary>
    [Fact]
    public void Apply_ManyNullsOfAMap_LeavesTheOthersInTheirPlaces()
    {
        var names = Enumerable.Range(0, 200_000).Select(index => $"m{index}").ToList();
        var original = new JsonObject { ["data"] = new JsonObject(names.Select(name => KeyValuePair.Create<string, JsonNode?>(name, ""))) };
        var patch = new JsonObject { ["data"] = new JsonObject(names.Index().Select(one => KeyValuePair.Create<string, JsonNode?>(one.Item, one.Index == 7 ? "a" : null)).SkipLast(1)) };

        var patched = Assert.IsType<PatchOutcome.Patched>(StrategicMergePatch.Apply(original, patch, CoreKinds.ConfigMaps.Schema)).Document;

        Assert.Equal("""{"data":{"m7":"a","m199999":""}}""", patched.ToJsonString());
    }

    private static PatchOutcome Apply(string original, string patch) =>
        StrategicMergePatch.Apply(JsonNode.Parse(original)!.AsObject(), JsonNode.Parse(patch)!.AsObject(), CoreKinds.Pods.Schema);
}
