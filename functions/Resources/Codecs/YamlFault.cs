using YamlDotNet.Core;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>What the YAML reader of Kubernetes says where this project's says something like it: without the context, and with the line as it counts them.</summary>
internal static class YamlFault
{
    private const string Context = "While ";

    /// <summary>The fault with its place.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="scanned">The line up to which the text was looked at.</param>
    public static string Told(YamlException fault, long scanned)
    {
        // Of what its scanner refuses it says the line, of what its parser refuses the one before; and never that it is the first.
        var isOfScanner = fault is SyntaxErrorException || fault.Message.StartsWith("While scanning", StringComparison.Ordinal);
        var line = isOfScanner ? scanned == 1 ? 0 : scanned : fault is SemanticErrorException ? fault.Start.Line - 1 : 0;
        var message = Plain(fault.Message);
        return line > 0 ? $"line {line}: {message}" : message;
    }

    private static string Plain(string message)
    {
        var text = message.TrimEnd('.');
        if (text.StartsWith(Context, StringComparison.Ordinal) && text.IndexOf(", ", StringComparison.Ordinal) is var comma and > 0)
        {
            text = text[(comma + 2)..];
        }

        return text switch
        {
            "found invalid mapping" => "mapping values are not allowed in this context",
            "found invalid tab as indentation" => "found character that cannot start any token",
            _ when text.Length > 1 && char.IsAsciiLetterUpper(text[0]) && !char.IsAsciiLetterUpper(text[1]) => char.ToLowerInvariant(text[0]) + text[1..],
            _ => text,
        };
    }
}
