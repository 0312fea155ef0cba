using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>The tables of what makes pods from a template.</summary>
internal static class WorkloadColumns
{
    private static readonly PrinterColumn[] Template = [.. TemplateColumns.Of(1, "spec", "template")];

    private static readonly PrinterColumn[] Wide = [.. Template, TemplateColumns.Selector("spec", "selector")];

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

    public static IReadOnlyList<PrinterColumn> StatefulSets { get; } =
    [
        Cells.Name,
        new("Ready", "string", "", "Ready replicas of those wanted.", 0, static (item, _) => $"{Status(item, "readyReplicas")}/{item.Integer("spec", "replicas") ?? 0}"),
        Cells.Age,
        .. Template,
    ];

    public static IReadOnlyList<PrinterColumn> DaemonSets { get; } =
    [
        Cells.Name,
        Cells.Number("Desired", "Nodes that want a pod.", item => Status(item, "desiredNumberScheduled")),
        Cells.Number("Current", "Nodes that have the pod they want.", item => Status(item, "currentNumberScheduled")),
        Cells.Number("Ready", "Nodes whose pod is ready.", item => Status(item, "numberReady")),
        Cells.Number("Up-to-date", "Nodes whose pod is of the current template.", item => Status(item, "updatedNumberScheduled")),
        Cells.Number("Available", "Nodes whose pod is available.", item => Status(item, "numberAvailable")),
        Cells.Text("Node Selector", "The nodes that want a pod.", item => Cells.Labels(item.At("spec", "template", "spec", "nodeSelector"))),
        Cells.Age,
        .. Wide,
    ];

    public static IReadOnlyList<PrinterColumn> ControllerRevisions { get; } =
    [
        Cells.Name,
        Cells.Text("Controller", "What the revision is of.", Controller),
        new("Revision", "string", "", "The number of the revision.", 0, static (item, _) => item.Integer("revision") ?? 0),
        Cells.Age,
    ];

    private static long Status(JsonObject item, string name) => item.Integer("status", name) ?? 0;

    private static string? Controller(JsonObject item)
    {
        if (item.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.Flag("controller")) is not { } owner)
        {
            return null;
        }

        var group = owner.Text("apiVersion")?.Split('/') is [var name, _] ? "." + name : "";
        return $"{owner.Text("kind")}{group}".ToLowerInvariant() + "/" + owner.Text("name");
    }
}
