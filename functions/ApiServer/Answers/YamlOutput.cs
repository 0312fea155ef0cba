using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Answers;

/// <summary>Writes documents as YAML in block style. Strings that a reader could take for anything else are written as JSON strings, which YAML holds as they are.</summary>
internal static class YamlOutput
{
    /// <summary>What YAML 1.1 readers take for something other than a string.</summary>
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n", ".inf", ".nan", "=", "<<",
    };

    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Default };

    /// <summary>Writes one document.</summary>
    public static void Write(JsonNode document, IBufferWriter<byte> output)
    {
        var text = new StringBuilder();
        WriteValue(text, document, 0, inList: false);
        if (text.Length > 0 && text[0] is ' ' or '\n')
        {
            text.Remove(0, 1);
        }

        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <summary>Writes a value after its key or dash, with the space or line break before it and the line break behind it.</summary>
    private static void WriteValue(StringBuilder text, JsonNode? value, int depth, bool inList)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                WriteMap(text, map, depth, inList);
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list)
                {
                    Indent(text, depth).Append('-');
                    WriteValue(text, item, depth + 1, inList: true);
                }

                break;
            case JsonValue scalar when depth > 0 && scalar.TryGetValue<string>(out var lines) && IsBlock(lines):
                WriteBlock(text, lines, depth);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteMap(StringBuilder text, JsonObject map, int depth, bool inList)
    {
        // The first key of a map in a list stands on the line of the dash.
        text.Append(inList ? ' ' : '\n');
        var isFirst = inList;
        foreach (var (name, member) in map)
        {
            (isFirst ? text : Indent(text, depth)).Append(Text(name)).Append(':');
            isFirst = false;
            WriteValue(text, member, member is JsonArray ? depth : depth + 1, inList: false);
        }
    }

    /// <summary>Writes a text of several lines as one, so that people can read it.</summary>
    private static void WriteBlock(StringBuilder text, string value, int depth)
    {
        text.Append(value[^1] == '\n' ? " |\n" : " |-\n");
        foreach (var line in value.TrimEnd('\n').Split('\n'))
        {
            (line.Length == 0 ? text : Indent(text, depth)).Append(line).Append('\n');
        }
    }

    /// <summary>Whether a text can stand as a block whose end and indentation every reader finds: lines of printable characters, no more than one line
    /// break at the end, none of only blanks, and none before the first character.</summary>
    private static bool IsBlock(string value) =>
        value.Length > 1
        && value.IndexOf('\n', StringComparison.Ordinal) > 0
        && !char.IsWhiteSpace(value[0])
        && !value.EndsWith("\n\n", StringComparison.Ordinal)
        && value.All(character => character is '\n' or '\t' || (character is >= ' ' and < '\u007f') || (character > '\u00a0' && character is not ('\u2028' or '\u2029' or '\ufeff') && !char.IsSurrogate(character) && character < '\ufffe'))
        && value.Split('\n').All(line => line.Length == 0 || !string.IsNullOrWhiteSpace(line));

    private static StringBuilder Indent(StringBuilder text, int depth) => text.Append(' ', depth * 2);

    private static string Scalar(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        _ => value.GetValueKind() == JsonValueKind.String ? Text(value.GetValue<string>()) : value.ToJsonString(),
    };

    private static string Text(string value) => IsPlain(value) ? value : JsonSerializer.Serialize(value, Relaxed);

    private static bool IsPlain(string value)
    {
        if (Reserved.Contains(value) || !(char.IsAsciiLetter(value[0]) || value[0] is '/' or '_') || value[^1] is ':' or ' ')
        {
            return false;
        }

        foreach (var character in value)
        {
            if (!(char.IsAsciiLetterOrDigit(character) || "-_./:+=()@%^$ ".Contains(character, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return !value.Contains(": ", StringComparison.Ordinal) && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
    }
}
