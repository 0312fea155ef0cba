using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Columns;

/// <summary>The wide columns of what makes pods from a template.</summary>
internal static class TemplateColumns
{
    /// <summary>Containers and images of a template.</summary>
    public static IEnumerable<PrinterColumn> Of(int priority, params string[] template) =>
    [
        Cells.Text("Containers", "The template's containers.", item => Cells.Containers(item.At(template), "name"), priority),
        Cells.Text("Images", "The template's images.", item => Cells.Containers(item.At(template), "image"), priority),
    ];

    /// <summary>A LabelSelector.</summary>
    public static PrinterColumn Selector(params string[] path) => Cells.Text("Selector", "The label selector.", item => Text(item.At(path)), 1);

    /// <summary>A LabelSelector as kubectl prints it, requirements by key.</summary>
    public static string Text(JsonNode? selector)
    {
        var labels = selector.Map("matchLabels").Select(label => (label.Key, Text: $"{label.Key}={label.Value}"));
        var expressions = selector.Objects("matchExpressions").Select(expression => (Key: expression.Text("key") ?? "", Text: Expression(expression)));
        return string.Join(',', labels.Concat(expressions).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => one.Text));
    }

    private static string Expression(JsonObject expression)
    {
        var key = expression.Text("key");
        return expression.Text("operator") switch
        {
            "Exists" => $"{key}",
            "DoesNotExist" => $"!{key}",
            var name => $"{key} {name?.ToLowerInvariant()} ({string.Join(',', expression.Texts("values").Order(StringComparer.Ordinal))})",
        };
    }
}
