using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CloudOrchestrator.Resources;

/// <summary>Short texts that many objects have in common, such as the labels of a Deployment's pods, are kept once: they take their memory once, and are
/// compared by reference.</summary>
/// <remarks>A table of fixed size: where two texts meet in one slot, the later takes it, and the earlier is shared no further.</remarks>
internal static class SharedText
{
    private const int Slots = 4096;

    /// <summary>Bytes of the longest text that is shared, as the longest label name is.</summary>
    private const int LengthMax = 316;

    private static readonly string?[] Table = new string?[Slots];

    /// <summary>The text of a JSON string; empty for null or no value.</summary>
    public static string Of(JsonElement text) =>
        text.ValueKind != JsonValueKind.String ? ""
        : JsonMarshal.GetRawUtf8Value(text)[1..^1] is var raw && IsShared(raw) ? Of(raw)
        : text.GetString()!;

    /// <summary>The name of a member.</summary>
    public static string NameOf(JsonProperty member) =>
        JsonMarshal.GetRawUtf8PropertyName(member) is var raw && IsShared(raw) ? Of(raw) : member.Name;

    /// <summary>The text or name that a reader stands at, which must have it in one piece; null for one that is not shared.</summary>
    public static string? Of(ref Utf8JsonReader reader) => !reader.ValueIsEscaped && IsShared(reader.ValueSpan) ? Of(reader.ValueSpan) : null;

    /// <summary>The one text equal to this one.</summary>
    public static string Of(string text)
    {
        Span<byte> bytes = stackalloc byte[LengthMax];
        return text.Length <= LengthMax && Ascii.FromUtf16(text, bytes, out var length) == OperationStatus.Done && IsShared(bytes[..length]) ? Of(bytes[..length]) : text;
    }

    /// <summary>Plain ASCII without escapes means itself.</summary>
    private static bool IsShared(ReadOnlySpan<byte> raw) => raw.Length is > 0 and <= LengthMax && Ascii.IsValid(raw) && !raw.Contains((byte)'\\');

    private static string Of(ReadOnlySpan<byte> ascii)
    {
        var hash = new HashCode();
        hash.AddBytes(ascii);
        ref var slot = ref Table[(uint)hash.ToHashCode() % Slots];
        if (Volatile.Read(ref slot) is { } present && Ascii.Equals(ascii, present))
        {
            return present;
        }

        var text = Encoding.ASCII.GetString(ascii);
        Volatile.Write(ref slot, text);
        return text;
    }
}
