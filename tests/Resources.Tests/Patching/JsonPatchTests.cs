using System.Text;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Patching;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Patching;

/// <summary>The cases of RFC 6902's appendix, and patches that mean harm.</summary>
public sealed class JsonPatchTests
{
    [Theory]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz","value":"qux"}]""", """{"foo":"bar","baz":"qux"}""")]
    [InlineData("""{"foo":["bar","baz"]}""", """[{"op":"add","path":"/foo/1","value":"qux"}]""", """{"foo":["bar","qux","baz"]}""")]
    [InlineData("""{"baz":"qux","foo":"bar"}""", """[{"op":"remove","path":"/baz"}]""", """{"foo":"bar"}""")]
    [InlineData("""{"foo":["bar","qux","baz"]}""", """[{"op":"remove","path":"/foo/1"}]""", """{"foo":["bar","baz"]}""")]
    [InlineData("""{"baz":"qux"}""", """[{"op":"replace","path":"/baz","value":"boo"}]""", """{"baz":"boo"}""")]
    [InlineData("""{"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}}""", """[{"op":"move","from":"/foo/waldo","path":"/qux/thud"}]""", """{"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}}""")]
    [InlineData("""{"foo":["all","grass","cows","eat"]}""", """[{"op":"move","from":"/foo/1","path":"/foo/3"}]""", """{"foo":["all","cows","eat","grass"]}""")]
    [InlineData("""{"baz":"qux","foo":["a",2,"c"]}""", """[{"op":"test","path":"/baz","value":"qux"},{"op":"test","path":"/foo/1","value":2}]""", """{"baz":"qux","foo":["a",2,"c"]}""")]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/child","value":{"grandchild":{}},"xyz":1}]""", """{"foo":"bar","child":{"grandchild":{}}}""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":10}]""", """{"/":9,"~1":10}""")]
    [InlineData("""{"foo":["bar"]}""", """[{"op":"add","path":"/foo/-","value":["abc","def"]}]""", """{"foo":["bar",["abc","def"]]}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    public void Apply_AValidPatch_Patches(string document, string patch, string expected) =>
        Assert.Equal(expected, Assert.IsType<PatchOutcome.Patched>(Apply(document, patch)).Document.ToJsonString());

    [Theory]
    [InlineData("""{"baz":"qux"}""", """[{"op":"test","path":"/baz","value":"bar"}]""")]
    [InlineData("""{"foo":"bar"}""", """[{"op":"add","path":"/baz/bat","value":"qux"}]""")]
    [InlineData("""{"/":9,"~1":10}""", """[{"op":"test","path":"/~01","value":"10"}]""")]
    [InlineData("""{"foo":[1]}""", """[{"op":"add","path":"/foo/2","value":1}]""")]
    [InlineData("""{"foo":[1]}""", """[{"op":"remove","path":"/foo/01"}]""")]
    [InlineData("""{"foo":[1]}""", """[{"op":"remove","path":"/foo/-"}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"replace","path":"/bar","value":1}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"remove","path":"/bar"}]""")]
    [InlineData("""{"foo":{"bar":1}}""", """[{"op":"move","from":"/foo","path":"/foo/bar"}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"add","path":"bar","value":1}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"add","path":"/bar"}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"remove","path":""}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"jump","path":"/foo"}]""")]
    [InlineData("""{"foo":1}""", """{"op":"remove","path":"/foo"}""")]
    [InlineData("""{"foo":1}""", """[1]""")]
    [InlineData("""{"foo":1}""", """[""")]
    public void Apply_AnImpossiblePatch_IsRefused(string document, string patch) => Assert.IsType<PatchOutcome.Failed>(Apply(document, patch));

    [Fact]
    public void Apply_CopiesThatDouble_AreBounded() =>
        Assert.IsType<PatchOutcome.Failed>(Apply("""{"a":["x"]}""", Many("""{"op":"copy","from":"/a","path":"/a/-"}""", 60)));

    [Fact]
    public void Apply_CopiesThatNest_AreBounded() =>
        Assert.IsType<PatchOutcome.Failed>(Apply("""{"a":{}}""", Many("""{"op":"copy","from":"","path":"/a"}""", 9_000)));

    private static string Many(string operation, int count) => $"[{string.Join(',', Enumerable.Repeat(operation, count))}]";

    private static PatchOutcome Apply(string document, string patch) =>
        JsonPatch.Apply(JsonNode.Parse(document)!.AsObject(), Encoding.UTF8.GetBytes(patch));
}
