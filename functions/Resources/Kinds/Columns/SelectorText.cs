using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Columns;

/// <summary>A label selector as one line.</summary>
internal static class SelectorText
{
    /// <summary>The requirements by key; <c>&lt;none&gt;</c> for a selector of everything.</summary>
    public static string Of(JsonNode? selector)
    {
        var equal = selector.Map("matchLabels").Select(label => (label.Key, Text: $"{label.Key}={label.Value}"));
        var others = selector.Objects("matchExpressions").Select(one => (Key: one.Text("key") ?? "", Text: Expression(one)));
        var text = string.Join(',', equal.Concat(others).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Text));
        return text.Length > 0 ? text : "<none>";
    }

    private static string Expression(JsonObject expression)
    {
        var values = string.Join(',', expression.Texts("values").Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{expression.Text("key")} in ({values})",
            "NotIn" => $"{expression.Text("key")} notin ({values})",
            "DoesNotExist" => $"!{expression.Text("key")}",
            _ => expression.Text("key") ?? "",
        };
    }
}
