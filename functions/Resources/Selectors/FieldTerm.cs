using System.Text;

namespace CloudOrchestrator.Resources.Selectors;

/// <summary>One term of a field selector, such as <c>status.phase!=Running</c>. In a value a backslash stands before each comma, equals sign and backslash.</summary>
/// <param name="Label">The field's label.</param>
/// <param name="IsEqual">Whether the value is demanded, or refused.</param>
/// <param name="Value">The value.</param>
internal readonly record struct FieldTerm(string Label, bool IsEqual, string Value)
{
    private static readonly string[] Operators = ["!=", "==", "="];

    /// <summary>The terms of a selector, empty ones too: commas of values do not part them.</summary>
    public static IEnumerable<string> Split(string text)
    {
        var (start, isEscaped) = (0, false);
        for (var at = 0; at < text.Length; at++)
        {
            if (!isEscaped && text[at] == ',')
            {
                yield return text[start..at];
                start = at + 1;
            }

            isEscaped = !isEscaped && text[at] == '\\';
        }

        yield return text[start..];
    }

    /// <summary>Reads one term.</summary>
    /// <param name="text">The term.</param>
    /// <param name="term">The term as read.</param>
    /// <param name="error">Why its value cannot be; empty where it is no term at all.</param>
    public static bool TryParse(string text, out FieldTerm term, out string error)
    {
        (term, error) = (default, "");
        for (var at = 0; at < text.Length; at++)
        {
            if (Operators.FirstOrDefault(one => string.CompareOrdinal(text, at, one, 0, one.Length) == 0) is { } found)
            {
                if (!TryUnescape(text[(at + found.Length)..], out var value, out error))
                {
                    return false;
                }

                term = new FieldTerm(text[..at], found != "!=", value);
                return true;
            }
        }

        return false;
    }

    private static bool TryUnescape(string text, out string value, out string error)
    {
        var (unescaped, isEscaped) = (new StringBuilder(text.Length), false);
        (value, error) = ("", "");
        foreach (var rune in text.EnumerateRunes())
        {
            var isSpecial = rune.Value is '\\' or ',' or '=';
            if (isEscaped && !isSpecial)
            {
                error = $"invalid field selector: invalid escape sequence: \\{rune}";
                return false;
            }

            if (!isEscaped && rune.Value is (',' or '='))
            {
                error = $"invalid field selector: unescaped character in value: {rune.Value}";
                return false;
            }

            isEscaped = !isEscaped && rune.Value == '\\';
            if (!isEscaped)
            {
                unescaped.Append(rune.ToString());
            }
        }

        (value, error) = (unescaped.ToString(), isEscaped ? "invalid field selector: invalid escape sequence: \\" : "");
        return !isEscaped;
    }
}
