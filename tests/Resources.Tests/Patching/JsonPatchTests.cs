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
    [InlineData("""{"foo":[1,2,3]}""", """[{"op":"remove","path":"/foo/-1"},{"op":"replace","path":"/foo/-2","value":4}]""", """{"foo":[4,2]}""")]
    [InlineData("""{"foo":[1,2]}""", """[{"op":"add","path":"/foo/-1","value":3},{"op":"add","path":"/foo/-4","value":0}]""", """{"foo":[0,1,2,3]}""")]
    [InlineData("""{"foo":1}""", """[{"op":"test","path":"/bar","value":null},{"op":"replace","path":"/foo","value":null}]""", """{"foo":null}""")]
    [InlineData("""{"foo":{"bar":[1]}}""", """[{"op":"replace","path":"/foo/bar/0","value":{"a~b/c":1}},{"op":"test","path":"/foo/bar/0/a~0b~1c","value":1}]""", """{"foo":{"bar":[{"a~b/c":1}]}}""")]
    [InlineData("""{"a":{"b":1}}""", """[{"op":"copy","from":"/a","path":"/c"}]""", """{"a":{"b":1},"c":{"b":1}}""")]
    public void Apply_AValidPatch_Patches(string document, string patch, string expected) =>
        Assert.Equal(expected, Assert.IsType<PatchOutcome.Patched>(Apply(document, patch)).Document.ToJsonString());

    [Theory]
    [InlineData("""[{"op":"add","path":"/a~1b/c","value":1},{"op":"move","path":"/d","from":"/e/f"}]""", "a/b d e")]
    [InlineData("""[{"op":"add","path":"/a","value":1},{"op":"replace","path":"","value":{}}]""", null)]
    [InlineData("""[{"op":"add","path":"a/b","value":1}]""", null)]
    [InlineData("""[{"op":"add","path":7,"value":1}]""", "")]
    public void MembersIn_SomePatch_AreThoseOfItsPaths(string patch, string? expected)
    {
        var members = JsonPatch.MembersIn((JsonArray)JsonNode.Parse(patch)!);

        Assert.Equal(expected, members is null ? null : string.Join(' ', members.Order(StringComparer.Ordinal)));
    }

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
    [InlineData("""{"foo":[1]}""", """[{"op":"remove","path":"/foo/-2"}]""")]
    [InlineData("""{"foo":[1]}""", """[{"op":"replace","path":"/foo/1","value":1}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"test","path":"/bar/baz","value":null}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"copy","from":"/bar","path":"/foo"}]""")]
    [InlineData("""{"foo":1}""", """[{"op":"move","path":"/bar"}]""")]
    public void Apply_AnImpossiblePatch_IsUnprocessable(string document, string patch) =>
        Assert.IsType<Refusal.Unprocessable>(Assert.IsType<PatchOutcome.Failed>(Apply(document, patch)).Refusal);

    [Theory]
    [InlineData("""{"op":"remove","path":"/foo"}""")]
    [InlineData("""[1]""")]
    [InlineData("""[""")]
    [InlineData("""[]]""")]
    [InlineData("")]
    public void Read_WhatIsNoPatch_SaysWhy(string patch) => Assert.NotEmpty(JsonPatch.Read(Encoding.UTF8.GetBytes(patch), []).Fault);

    [Fact]
    public void Read_MembersUnknownOrTwice_AreObjectedTo()
    {
        var errors = new List<string>();
        JsonPatch.Read("""[{"op":"remove","op":"add","path":"/a","value":{"z":1}},{"op":"remove","path":"/a","foo":1}]"""u8, errors);
        Assert.Equal(["json patch duplicate field \"[0].op\"", "json patch unknown field \"[1].foo\""], errors);
    }

    [Fact]
    public void Apply_TooManyOperations_IsRefusedForThat()
    {
        var operations = Many("""{"op":"test","path":"/a","value":1}""", JsonPatch.OperationsMax + 1);
        Assert.Equal(new Refusal.TooManyOperations(10_001, 10_000), Assert.IsType<PatchOutcome.Failed>(Apply("""{"a":1}""", operations)).Refusal);
        Assert.IsType<PatchOutcome.Patched>(Apply("""{"a":1}""", Many("""{"op":"test","path":"/a","value":1}""", JsonPatch.OperationsMax)));
    }

    [Fact]
    public void Apply_CopiesThatDouble_AreBounded() =>
        Assert.IsType<PatchOutcome.Failed>(Apply("""{"a":["x"]}""", Many("""{"op":"copy","from":"/a","path":"/a/-"}""", 60)));

    [Fact]
    public void Apply_CopiesThatNest_AreBounded() =>
        Assert.IsType<PatchOutcome.Failed>(Apply("""{"a":{}}""", Many("""{"op":"copy","from":"","path":"/a"}""", 9_000)));

    private static string Many(string operation, int count) => $"[{string.Join(',', Enumerable.Repeat(operation, count))}]";

    private static PatchOutcome Apply(string document, string patch) =>
        JsonPatch.Apply(JsonNode.Parse(document)!.AsObject(), JsonPatch.Read(Encoding.UTF8.GetBytes(patch), []).Operations!);
}
