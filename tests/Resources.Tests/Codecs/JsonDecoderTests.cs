using System.Text;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds.Core;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class JsonDecoderTests
{
    [Fact]
    public void Decode_UnknownFields_AreNamedByTheirPath()
    {
        var decoded = Decoded("""{"apiVersion":"v1","kind":"Pod","foo":1,"spec":{"containers":[{"name":"a"},{"name":"b","imag":"x","env":[{"nam":"n"}]}]}}""");

        Assert.Equal(["unknown field \"foo\"", "unknown field \"spec.containers[1].imag\"", "unknown field \"spec.containers[1].env[0].nam\""], decoded.StrictErrors);
    }

    [Fact]
    public void Decode_ADuplicateField_TakesTheLastAndObjects()
    {
        var decoded = Decoded("""{"metadata":{"name":"a","labels":{"x":"1","x":"2"},"name":"b"}}""");

        Assert.Equal("b", decoded.Document["metadata"]!["name"]!.GetValue<string>());
        Assert.Equal(["duplicate field \"metadata.labels.x\"", "duplicate field \"metadata.name\""], decoded.StrictErrors);
    }

    [Fact]
    public void Decode_FieldsOfMapsAndRawValues_AreNotUnknown() =>
        Assert.Empty(Decoded("""{"metadata":{"annotations":{"any":"x"},"managedFields":[{"fieldsV1":{"f:metadata":{"f:x":{}}}}]},"spec":{"nodeSelector":{"k":"v"}}}""").StrictErrors);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{} {}")]
    [InlineData("{}x")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":1e999}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{/* no */}")]
    public void Decode_WhatIsNotAJsonObject_IsMalformed(string text) => Assert.IsType<DecodeOutcome.Malformed>(Decode(text));

    [Theory]
    [InlineData("\\ud800", "\ufffd")]
    [InlineData("a\\udc00b", "a\ufffdb")]
    [InlineData("\\ud83d\\ude00", "\U0001F600")]
    [InlineData("\\ud800\\ud83d\\ude00\\n\\u0041\\/\\\"", "\ufffd\U0001F600\nA/\"")]
    [InlineData("\\ud800\\u0041", "\ufffdA")]
    [InlineData("\\ud800\u00e9\\t", "\ufffd\u00e9\t")]
    public void Decode_SurrogatesAlone_AreReplaced(string escaped, string text)
    {
        var document = Decoded($$"""{"{{escaped}}":"{{escaped}}"}""").Document;

        Assert.Equal(text, Assert.Single(document).Key);
        Assert.Equal(text, document[text]!.GetValue<string>());
    }

    [Fact]
    public void Decode_BytesThatAreNoUtf8_AreReplacedOneByOne()
    {
        var outcome = JsonDecoder.Decode([.. "{\"a\":\"x"u8, 0xe2, 0x82, (byte)'y', 0xff, .. "\"}"u8], null);

        Assert.Equal("x\ufffd\ufffdy\ufffd", Assert.IsType<DecodeOutcome.Decoded>(outcome).Document["a"]!.GetValue<string>());
    }

    [Fact]
    public void Decode_NestedTooDeep_IsMalformed()
    {
        Assert.IsType<DecodeOutcome.Decoded>(Decode(Nested(200)));
        Assert.IsType<DecodeOutcome.Malformed>(Decode(Nested(100_000)));
    }

    [Fact]
    public void Decode_DuplicatesBelowALongName_StayWithinMemory()
    {
        var text = $"{{\"{new string('n', 500_000)}\":{{{string.Join(',', Enumerable.Repeat("\"a\":1", 100_000))}}}}}";
        var before = GC.GetAllocatedBytesForCurrentThread();

        Decode(text);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1L << 30);
    }

    [Fact]
    public void Decode_WholeNumbers_StayExact()
    {
        var document = Decoded("""{"a":9223372036854775807,"b":-1,"c":1.5}""").Document;

        Assert.Equal("""{"a":9223372036854775807,"b":-1,"c":1.5}""", document.ToJsonString());
    }

    [Fact]
    public void Decode_AnyBytes_EndsWithAnOutcome() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.NotNull(JsonDecoder.Decode(bytes, CoreKinds.Pods.Schema)));

    [Fact]
    public void Decode_AlmostJson_EndsWithAnOutcome() =>
        Gen.String[Gen.Char["{}[]\":,\\u0dntrue1.e- "], 0, 60].Sample(text => Assert.NotNull(Decode(text)), iter: 20_000);

    private static string Nested(int depth) => new StringBuilder().Insert(0, "{\"a\":", depth).Append('1').Append('}', depth).ToString();

    private static DecodeOutcome Decode(string text) => JsonDecoder.Decode(Encoding.UTF8.GetBytes(text), CoreKinds.Pods.Schema);

    private static DecodeOutcome.Decoded Decoded(string text) => Assert.IsType<DecodeOutcome.Decoded>(Decode(text));
}
