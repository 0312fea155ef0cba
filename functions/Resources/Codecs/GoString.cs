using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Reads the strings of JSON as Go does: what is no Unicode in them, be it bytes or escapes, becomes the replacement character.</summary>
internal static class GoString
{
    /// <summary>The string or the member's name that the reader stands at.</summary>
    public static string Read(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unquote(reader.ValueSpan);
        }
    }

    /// <summary>The text between the quotes, of which the reader has checked that its escapes are whole.</summary>
    private static string Unquote(ReadOnlySpan<byte> text)
    {
        var result = new StringBuilder(text.Length);
        while (!text.IsEmpty)
        {
            if (text[0] == '\\')
            {
                text = text[Escape(text, result)..];
            }
            else if (Rune.DecodeFromUtf8(text, out var rune, out var length) == OperationStatus.Done)
            {
                result.Append(rune.ToString());
                text = text[length..];
            }
            else
            {
                result.Append((char)Rune.ReplacementChar.Value);
                text = text[1..];
            }
        }

        return result.ToString();
    }

    /// <summary>Appends what an escape stands for.</summary>
    /// <returns>How many bytes it takes.</returns>
    private static int Escape(ReadOnlySpan<byte> text, StringBuilder result)
    {
        if (text[1] != 'u')
        {
            result.Append(text[1] switch { (byte)'b' => '\b', (byte)'f' => '\f', (byte)'n' => '\n', (byte)'r' => '\r', (byte)'t' => '\t', var same => (char)same });
            return 2;
        }

        var first = Unit(text);
        if (!char.IsSurrogate(first))
        {
            result.Append(first);
            return 6;
        }

        if (text.Length >= 12 && text[6] == '\\' && text[7] == 'u' && Unit(text[6..]) is var second && char.IsSurrogatePair(first, second))
        {
            result.Append(first).Append(second);
            return 12;
        }

        result.Append((char)Rune.ReplacementChar.Value);
        return 6;
    }

    private static char Unit(ReadOnlySpan<byte> escape) => (char)ushort.Parse(escape[2..6], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
