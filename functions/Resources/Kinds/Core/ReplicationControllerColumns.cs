using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The tables of ReplicationControllers and PodTemplates.</summary>
internal static class ReplicationControllerColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Number("Desired", "Replicas wanted.", item => item.Integer("spec", "replicas") ?? 0),
        Cells.Number("Current", "Replicas there are.", item => item.Integer("status", "replicas") ?? 0),
        Cells.Number("Ready", "Replicas that are ready.", item => item.Integer("status", "readyReplicas") ?? 0),
        Cells.Age,
        .. TemplateColumns.Of(1, "spec", "template"),
        Cells.Text("Selector", "The pods that are counted.", item => Cells.Labels(item.At("spec", "selector")), 1),
    ];

    public static IReadOnlyList<PrinterColumn> PodTemplates { get; } =
        [Cells.Name, .. TemplateColumns.Of(0, "template"), Cells.Text("Pod Labels", "The labels of its pods.", item => Cells.Labels(item.At("template", "metadata", "labels")))];
}
