using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.DynamicResources;

/// <summary>The tables of devices and claims of them.</summary>
internal static class ResourceColumns
{
    public static IReadOnlyList<PrinterColumn> Plain { get; } = [Cells.Name, Cells.Age];

    public static IReadOnlyList<PrinterColumn> Claims { get; } =
        [Cells.Name, PlainCells.Text("State", "A summary of the current state (allocated, pending, reserved, etc.).", State), Cells.Age];

    public static IReadOnlyList<PrinterColumn> Slices { get; } =
    [
        Cells.Name,
        PlainCells.Text("Node", "The node of the devices.", item => item.Text("spec", "nodeName")),
        PlainCells.Text("Driver", "The driver of the devices.", item => item.Text("spec", "driver")),
        PlainCells.Text("Pool", "The pool of the devices.", item => item.Text("spec", "pool", "name")),
        Cells.Age,
    ];

    private static string State(JsonObject item)
    {
        var isDeleted = item.At("metadata", "deletionTimestamp") is not null;
        var state = item.At("status", "allocation") is null ? isDeleted ? "" : "pending"
            : item.Objects("status", "reservedFor").Any() ? "allocated,reserved"
            : "allocated";
        return string.Join(',', new[] { isDeleted ? "deleted" : "", state }.Where(part => part.Length > 0));
    }
}
