using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Values as Go prints them, which is how Kubernetes' messages show them.</summary>
public static class GoText
{
    /// <summary>Most characters of a value that are shown: a message must not grow with a hostile body.</summary>
    private const int CharactersMax = 1024;

    /// <summary>The value: <c>map[a:1 b:[x y]]</c>.</summary>
    public static string Of(JsonNode? value)
    {
        var text = Write(value, 0);
        return text.Length <= CharactersMax ? text : text[..CharactersMax];
    }

    /// <summary>The name of the type that Go decodes the value to.</summary>
    public static string TypeOf(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonObject => "map[string]interface {}",
        JsonArray => "[]interface {}",
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => "string",
            JsonValueKind.Number => value.Integer() is null ? "float64" : "int64",
            _ => "bool",
        },
    };

    /// <summary>The value as JSON, as Go writes it: without spaces, <c>&lt;</c>, <c>&gt;</c>, <c>&amp;</c> and the separators of lines and paragraphs escaped, and
    /// nothing else that need not be.</summary>
    public static string Json(JsonNode? value)
    {
        var text = new StringBuilder();
        AppendJson(text, value);
        return text.ToString();
    }

    /// <summary>A text in quotes, as Go quotes it: what can be printed is as it is, all else is escaped.</summary>
    public static string Quoted(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var rune in value.EnumerateRunes())
        {
            _ = rune.Value switch
            {
                '"' or '\\' => text.Append('\\').Append(rune),
                '\a' => text.Append("\\a"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\v' => text.Append("\\v"),
                < ' ' or 0x7f => text.Append(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                _ when rune.Value == ' ' || IsPrinted(rune) => text.Append(rune),
                < 0x10000 => text.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            };
        }

        return text.Append('"').ToString();
    }

    /// <summary>Letters, marks, numbers, punctuation and symbols.</summary>
    private static bool IsPrinted(Rune rune) => Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    private static void AppendJson(StringBuilder text, JsonNode? value)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                text.Append('{');
                for (var index = 0; index < members.Count; index++)
                {
                    var (name, member) = members.GetAt(index);
                    AppendQuoted(text.Append(index == 0 ? "" : ","), name);
                    AppendJson(text.Append(':'), member);
                }

                text.Append('}');
                break;
            case JsonArray elements:
                text.Append('[');
                for (var index = 0; index < elements.Count; index++)
                {
                    AppendJson(text.Append(index == 0 ? "" : ","), elements[index]);
                }

                text.Append(']');
                break;
            default:
                if (value.Text() is { } one)
                {
                    AppendQuoted(text, one);
                }
                else
                {
                    text.Append(value.ToJsonString());
                }

                break;
        }
    }

    private static void AppendQuoted(StringBuilder text, string one)
    {
        text.Append('"');
        for (var index = 0; index < one.Length; index++)
        {
            var unit = one[index];
            _ = unit switch
            {
                '"' or '\\' => text.Append('\\').Append(unit),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ when char.IsSurrogate(unit) && !IsWhole(one, index) => text.Append("\\ufffd"),
                _ => text.Append(unit),
            };
        }

        text.Append('"');
    }

    /// <summary>Whether a surrogate is half of a character.</summary>
    private static bool IsWhole(string text, int at) => char.IsHighSurrogate(text[at])
        ? at + 1 < text.Length && char.IsLowSurrogate(text[at + 1])
        : at > 0 && char.IsHighSurrogate(text[at - 1]);

    private static string Write(JsonNode? value, int depth) => value switch
    {
        null => "<nil>",
        _ when depth > 16 => "...",
        JsonObject members => $"map[{string.Join(' ', members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{member.Key}:{Write(member.Value, depth + 1)}"))}]",
        JsonArray elements => $"[{string.Join(' ', elements.Select(element => Write(element, depth + 1)))}]",
        _ => value.Text() ?? value.ToJsonString(),
    };
}
