using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>The tables of what makes pods from a template.</summary>
internal static class WorkloadColumns
{
    private static readonly PrinterColumn[] Wide =
    [
        Cells.Text("Containers", "The template's containers.", item => Cells.Containers(item.At("spec", "template"), "name"), 1),
        Cells.Text("Images", "The template's images.", item => Cells.Containers(item.At("spec", "template"), "image"), 1),
        Cells.Text("Selector", "The label selector.", item => Selector(item.At("spec", "selector")), 1),
    ];

    public static IReadOnlyList<PrinterColumn> Deployments { get; } =
    [
        Cells.Name,
        new("Ready", "string", "", "Ready replicas of those wanted.", 0, static (item, _) => $"{Status(item, "readyReplicas")}/{item.Integer("spec", "replicas") ?? 0}"),
        new("Up-to-date", "string", "", "Replicas of the current template.", 0, static (item, _) => Status(item, "updatedReplicas")),
        new("Available", "string", "", "Replicas that are available.", 0, static (item, _) => Status(item, "availableReplicas")),
        Cells.Age,
        .. Wide,
    ];

    public static IReadOnlyList<PrinterColumn> ReplicaSets { get; } =
    [
        Cells.Name,
        Cells.Number("Desired", "Replicas wanted.", item => item.Integer("spec", "replicas") ?? 0),
        Cells.Number("Current", "Replicas there are.", item => Status(item, "replicas")),
        Cells.Number("Ready", "Replicas that are ready.", item => Status(item, "readyReplicas")),
        Cells.Age,
        .. Wide,
    ];

    private static long Status(JsonObject item, string name) => item.Integer("status", name) ?? 0;

    private static string Selector(JsonNode? selector)
    {
        var parts = selector.Map("matchLabels").OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}");
        var expressions = selector.Objects("matchExpressions").Select(Expression);
        return string.Join(',', parts.Concat(expressions));
    }

    private static string Expression(JsonObject expression) => expression.Text("operator") switch
    {
        "Exists" => expression.Text("key") ?? "",
        "DoesNotExist" => $"!{expression.Text("key")}",
        var name => $"{expression.Text("key")} {name?.ToLowerInvariant()} ({string.Join(',', expression.Texts("values"))})",
    };
}
