using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Base64 as Go reads it: line breaks count for nothing.</summary>
internal static class GoBase64
{
    /// <summary>The text without line breaks, such as those of a file that was wrapped; null where it is none.</summary>
    public static string? Plain(string text)
    {
        var plain = text.AsSpan().ContainsAny('\r', '\n') ? text.Replace("\r", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal) : text;
        return plain.Length % 4 == 0 && Base64.IsValid(plain) && !plain.Any(char.IsWhiteSpace) ? plain : null;
    }

    /// <summary>What Go says of a text that is none.</summary>
    public static string Fault(string text) => $"illegal base64 data at input byte {Place(Encoding.UTF8.GetBytes(text)).ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The byte that Go stumbles over: of a group of four that is not whole the one that is as many back from the end as the group has.</summary>
    private static int Place(ReadOnlySpan<byte> text)
    {
        var inGroup = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=')
            {
                return PlaceBehindSign(text, at, inGroup);
            }

            if (!char.IsAsciiLetterOrDigit((char)text[at]) && text[at] is not ((byte)'+' or (byte)'/' or (byte)'\r' or (byte)'\n'))
            {
                return at;
            }

            inGroup = (inGroup + (text[at] is (byte)'\r' or (byte)'\n' ? 0 : 1)) % 4;
        }

        return text.Length - inGroup;
    }

    /// <summary>Signs that fill up come after two or three of four, as many as are missing, and nothing after them.</summary>
    private static int PlaceBehindSign(ReadOnlySpan<byte> text, int at, int inGroup)
    {
        if (inGroup < 2)
        {
            return at;
        }

        var next = SkipLines(text, at + 1);
        if (inGroup == 3)
        {
            return next;
        }

        return next == text.Length ? next : text[next] == '=' ? SkipLines(text, next + 1) : next - 1;
    }

    private static int SkipLines(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }
}
