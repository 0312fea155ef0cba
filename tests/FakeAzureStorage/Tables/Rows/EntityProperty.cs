using System.Globalization;
using System.Text.Json;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>A property as it was sent: its value stays the JSON token that it came as, base64 and all.</summary>
internal sealed record EntityProperty(string Name, EdmType Type, ReadOnlyMemory<byte> Json)
{
    /// <summary>Bytes that the service counts for the value.</summary>
    /// <remarks>Of a string and a binary, without the 4 bytes for the length.</remarks>
    public int ValueBytes { get; } = CountValueBytes(Type, Json.Span);

    /// <summary>The value, to compare it in a filter.</summary>
    public object Value => Type switch
    {
        EdmType.Boolean => Json.Span[0] == (byte)'t',
        EdmType.Int32 => int.Parse(Json.Span, CultureInfo.InvariantCulture),
        EdmType.Int64 => long.Parse(Text(), CultureInfo.InvariantCulture),
        EdmType.Double => double.Parse(Json.Span[0] == (byte)'"' ? Text() : System.Text.Encoding.UTF8.GetString(Json.Span), CultureInfo.InvariantCulture),
        EdmType.DateTime => DateTimeOffset.Parse(Text(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        EdmType.Guid => Guid.Parse(Text()),
        _ => Text(),
    };

    /// <summary>Such as <c>Edm.Binary</c>, where the JSON alone does not say it.</summary>
    public string? Annotation => Type switch
    {
        EdmType.Binary or EdmType.DateTime or EdmType.Guid or EdmType.Int64 => $"Edm.{Type}",
        EdmType.Double when Json.Span[0] == (byte)'"' => "Edm.Double",
        _ => null,
    };

    /// <summary>A number that without a point would be read as an integer.</summary>
    public bool NeedsPoint => Type == EdmType.Double && Json.Span.IndexOfAny(".eE\""u8) < 0;

    private string Text() => JsonSerializer.Deserialize<string>(Json.Span)!;

    private static int CountValueBytes(EdmType type, ReadOnlySpan<byte> json) => type switch
    {
        EdmType.String => 2 * Characters(json),
        EdmType.Binary => BinaryBytes(json[1..^1]),
        EdmType.Boolean => 1,
        EdmType.Int32 => 4,
        EdmType.Guid => 16,
        _ => 8,
    };

    private static int Characters(ReadOnlySpan<byte> json)
    {
        var text = json[1..^1];
        return text.IndexOf((byte)'\\') < 0 ? System.Text.Encoding.UTF8.GetCharCount(text) : JsonSerializer.Deserialize<string>(json)!.Length;
    }

    private static int BinaryBytes(ReadOnlySpan<byte> base64)
    {
        if (base64.IndexOf((byte)'\\') >= 0)
        {
            // An escaped slash or plus: seldom, so decoded the slow way.
            var text = JsonSerializer.Deserialize<string>([(byte)'"', .. base64, (byte)'"'])!;
            return Convert.FromBase64String(text).Length;
        }

        var padding = base64.EndsWith("=="u8) ? 2 : base64.EndsWith("="u8) ? 1 : 0;
        return (base64.Length / 4 * 3) - padding;
    }
}
