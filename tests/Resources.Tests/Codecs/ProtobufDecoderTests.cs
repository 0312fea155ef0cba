using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Codecs;

public sealed class ProtobufDecoderTests
{
    [Fact]
    public void Decode_AConfigMap_HoldsItsFields()
    {
        var metadata = Field(1, [.. Field(1, "a"u8), .. Field(11, [.. Field(1, "k"u8), .. Field(2, "v"u8)])]);
        var data = Field(2, [.. Field(1, "x"u8), .. Field(2, "y"u8)]);

        var decoded = Assert.IsType<DecodeOutcome.Decoded>(Decode(Body([.. metadata, .. data, .. Field(99, "later"u8)])));

        Assert.Equal("""{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"a","labels":{"k":"v"}},"data":{"x":"y"}}""", decoded.Document.ToJsonString());
    }

    [Fact]
    public void Decode_ABodyCutShort_IsMalformed()
    {
        var body = Body(Field(1, Field(1, "name"u8)));

        Assert.All(Enumerable.Range(0, 4), length => Assert.IsType<DecodeOutcome.Malformed>(Decode(body[..length])));
        Assert.IsType<DecodeOutcome.Malformed>(Decode(body[..^1]));
    }

    [Fact]
    public void Decode_AnyMessage_EndsWithAnOutcome() =>
        Gen.Byte.Array[0, 120].Sample(bytes => Assert.NotNull(Decode(Body(bytes))));

    private static byte[] Body(byte[] message) =>
        [.. ProtobufDecoder.Magic, .. Field(1, [.. Field(1, "v1"u8), .. Field(2, "ConfigMap"u8)]), .. Field(2, message)];

    /// <summary>A field of bytes; numbers above 15 take two bytes of tag.</summary>
    private static byte[] Field(int number, ReadOnlySpan<byte> value)
    {
        var tag = (number << 3) | 2;
        byte[] head = tag < 128 ? [(byte)tag] : [(byte)(tag & 0x7F | 0x80), (byte)(tag >> 7)];
        byte[] length = value.Length < 128 ? [(byte)value.Length] : [(byte)(value.Length & 0x7F | 0x80), (byte)(value.Length >> 7)];
        return [.. head, .. length, .. value];
    }

    private static DecodeOutcome Decode(byte[] body) =>
        ProtobufDecoder.Decode(body, static (apiVersion, kind) => KindTable.BuiltIn.FindKind(apiVersion, kind)?.Schema);
}
