using System.Text;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class YamlDecoderTests
{
    [Theory]
    [InlineData("1", "1")]
    [InlineData("-7", "-7")]
    [InlineData("010", "8")]
    [InlineData("089", "89")]
    [InlineData("0x1F", "31")]
    [InlineData("0b101", "5")]
    [InlineData("1_000", "1000")]
    [InlineData("1.5", "1.5")]
    [InlineData("1e3", "1000")]
    [InlineData("1.0", "1")]
    [InlineData("1e16", "10000000000000000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("yes", "true")]
    [InlineData("y", "true")]
    [InlineData("Off", "false")]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("'yes'", "\"yes\"")]
    [InlineData("\"1\"", "\"1\"")]
    [InlineData("!!str 1", "\"1\"")]
    [InlineData("100m", "\"100m\"")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData("-", "[null]")]
    [InlineData("+", "\"\\u002B\"")]
    [InlineData("10:30", "\"10:30\"")]
    public void Decode_AScalar_IsReadAsYaml11(string text, string json)
    {
        var document = Decoded(text == "-" ? "a:\n-" : $"a: {text}").Document;

        Assert.Equal(json, document["a"]?.ToJsonString() ?? "null");
    }

    [Fact]
    public void Decode_AliasesAndMerges_AreWrittenOut()
    {
        var document = Decoded("base: &b {x: 1, y: 2}\nall:\n  <<: *b\n  y: 3\ncopy: *b").Document;

        Assert.Equal("""{"base":{"x":1,"y":2},"all":{"y":3,"x":1},"copy":{"x":1,"y":2}}""", document.ToJsonString());
    }

    [Fact]
    public void Decode_AliasesOfAliases_AreBounded()
    {
        var text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 12; level++)
        {
            text.Append($"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n");
        }

        Assert.IsType<DecodeOutcome.Malformed>(Decode(text.ToString()));
    }

    [Fact]
    public void Decode_ManyAliasesOfALongText_AreBounded() =>
        Assert.IsType<DecodeOutcome.Malformed>(Decode($"a: &a {new string('x', 200_000)}\nb: [{string.Join(',', Enumerable.Repeat("*a", 20_000))}]"));

    [Theory]
    [InlineData("")]
    [InlineData("- a")]
    [InlineData("text")]
    [InlineData("a: *unknown")]
    [InlineData("a: &a [*a]")]
    [InlineData("a: [")]
    [InlineData("a: b: c")]
    [InlineData("a: 1\n---\nb: 2")]
    [InlineData("a:\n\tb: 1")]
    [InlineData("[a]: b")]
    [InlineData("%YAML 99999999999.1\n---\na: 1")]
    [InlineData("a: \"\\UFFFFFFFF\"")]
    [InlineData("a: \"\\uD800\"")]
    public void Decode_WhatIsNotOneObject_IsMalformed(string text) => Assert.IsType<DecodeOutcome.Malformed>(Decode(text));

    [Fact]
    public void Decode_NestedTooDeep_IsMalformed() => Assert.IsType<DecodeOutcome.Malformed>(Decode("a: " + new string('[', 20_000)));

    [Fact]
    public void Decode_ADuplicateAndAnUnknownField_AreObjectedTo() =>
        Assert.Equal(["duplicate field \"metadata.name\"", "unknown field \"spec.foo\""], Decoded("metadata:\n  name: a\n  name: b\nspec: {foo: 1}").StrictErrors);

    [Fact]
    public void Decode_AnyBytes_EndsWithAnOutcome() =>
        Gen.Byte.Array[0, 100].Sample(bytes => Assert.NotNull(YamlDecoder.Decode(bytes, CoreKinds.Pods.Schema)));

    [Fact]
    public void Decode_AlmostYaml_EndsWithAnOutcome() =>
        Gen.String[Gen.Char["{}[]:,&*!|>-?#%'\"\\\n\t a1xuU0"], 0, 40].Sample(text => Assert.NotNull(Decode(text)), iter: 20_000);

    private static DecodeOutcome Decode(string text) => YamlDecoder.Decode(Encoding.UTF8.GetBytes(text), CoreKinds.Pods.Schema);

    private static DecodeOutcome.Decoded Decoded(string text) => Assert.IsType<DecodeOutcome.Decoded>(Decode(text));
}
