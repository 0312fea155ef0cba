using System.Text.RegularExpressions;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Reads blocks of PEM one after the other, as Go does: text between them is skipped, and so is what is no block.</summary>
internal static partial class PemBundle
{
    /// <summary>The blocks of a text, in order.</summary>
    public static IEnumerable<PemBlock> Read(string text)
    {
        foreach (Match match in Block().Matches(text))
        {
            var body = match.Groups["body"].Value;
            var headers = HeaderLength(body);
            if (Decode(body[headers..]) is { } bytes)
            {
                yield return new PemBlock(match.Groups["label"].Value, headers > 0, bytes);
            }
        }
    }

    /// <summary>How many characters the lines take at a block's beginning that are such as <c>Proc-Type: 4,ENCRYPTED</c>.</summary>
    private static int HeaderLength(string body)
    {
        var length = 0;
        for (var end = body.IndexOf('\n', StringComparison.Ordinal); end >= 0 && body.AsSpan(length, end - length).Contains(':'); end = body.IndexOf('\n', length))
        {
            length = end + 1;
        }

        return length;
    }

    private static byte[]? Decode(string body)
    {
        var base64 = string.Concat(body.Where(letter => !char.IsWhiteSpace(letter)));
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }

    /// <summary>What a block holds ends at the next dashes, whatever they are, so that a text is read once.</summary>
    [GeneratedRegex(@"(?<=\A|\n)-----BEGIN (?<label>[^\n]*?)-----[ \t\r]*\n(?<body>(?>(?:[^-]|-(?!----))*))(?<=\n)-----END \k<label>-----")]
    private static partial Regex Block();
}
