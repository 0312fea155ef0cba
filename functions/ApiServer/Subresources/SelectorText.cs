using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>A LabelSelector object in the form that <c>labelSelector</c> takes.</summary>
internal static class SelectorText
{
    /// <summary>The text, requirements by key. Older kinds have a map of labels for a selector.</summary>
    public static string Of(JsonNode? selector)
    {
        var isMap = selector.At("matchLabels") is not JsonObject && selector.At("matchExpressions") is not JsonArray;
        var labels = (isMap ? selector.Map() : selector.Map("matchLabels")).Select(label => (label.Key, Text: $"{label.Key}={label.Value}"));
        var expressions = selector.Objects("matchExpressions").Select(expression => (Key: expression.Text("key") ?? "", Text: Expression(expression)));
        return string.Join(",", labels.Concat(expressions).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Text));
    }

    private static string Expression(JsonObject expression)
    {
        var key = expression.Text("key");
        var values = string.Join(",", expression.Texts("values").Order(StringComparer.Ordinal));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => $"{key}",
            _ => $"!{key}",
        };
    }
}
