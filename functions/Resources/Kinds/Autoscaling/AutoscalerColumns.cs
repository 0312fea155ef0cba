using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>The table of HorizontalPodAutoscalers.</summary>
internal static class AutoscalerColumns
{
    private const int ShownMax = 2;

    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text("Reference", "What is scaled.", item => $"{item.Text("spec", "scaleTargetRef", "kind")}/{item.Text("spec", "scaleTargetRef", "name")}"),
        Cells.Text("Targets", "What is measured, and what it should be.", Targets),
        Cells.Text("MinPods", "Fewest pods.", item => item.Integer("spec", "minReplicas") is { } min ? $"{min}" : "<unset>"),
        Cells.Text("MaxPods", "Most pods.", item => $"{item.Integer("spec", "maxReplicas") ?? 0}"),
        Cells.Text("Replicas", "Pods there are.", item => $"{item.Integer("status", "currentReplicas") ?? 0}"),
        Cells.Age,
    ];

    private static string Targets(JsonObject item)
    {
        var current = item.Objects("status", "currentMetrics").ToList();
        var all = item.Objects("spec", "metrics").Select((metric, index) => One(metric, current.ElementAtOrDefault(index))).ToList();
        return all.Count > ShownMax ? $"{string.Join(", ", all.Take(ShownMax))} + {all.Count - ShownMax} more..." : string.Join(", ", all);
    }

    private static string One(JsonObject metric, JsonObject? current)
    {
        var type = metric.Text("type") ?? "";
        var name = type.Length == 0 ? "" : char.ToLowerInvariant(type[0]) + type[1..];
        var (target, now) = (metric.At(name, "target"), current.At(name, "current"));
        return type switch
        {
            "External" or "Object" => target.At("averageValue") is null ? Pair(target, now, "value", "") : Pair(target, now, "averageValue", " (avg)"),
            "Pods" => Pair(target, now, "averageValue", ""),
            "Resource" or "ContainerResource" => $"{metric.Text(name, "name")}: {(target.At("averageValue") is null ? Percent(target, now) : Pair(target, now, "averageValue", ""))}",
            _ => "<unknown type>",
        };
    }

    private static string Pair(JsonNode? target, JsonNode? now, string field, string suffix) => $"{now.Text(field) ?? "<unknown>"}/{target.Text(field) ?? "0"}{suffix}";

    private static string Percent(JsonNode? target, JsonNode? now) =>
        $"{(now.Integer("averageUtilization") is { } used ? $"{used}%" : "<unknown>")}/{(target.Integer("averageUtilization") is { } wanted ? $"{wanted}%" : "<auto>")}";
}
