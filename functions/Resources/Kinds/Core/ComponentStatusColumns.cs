using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of the parts of the control plane.</summary>
internal static class ComponentStatusColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        PlainCells.Text("Status", "Status of the component conditions", item => Healthy(item) is { } condition ? condition.Text("status") == "True" ? "Healthy" : "Unhealthy" : "Unknown"),
        PlainCells.Text("Message", "Message of the component conditions", item => Healthy(item).Text("message")),
        PlainCells.Text("Error", "Error of the component conditions", item => Healthy(item).Text("error")),
    ];

    private static JsonObject? Healthy(JsonObject item) => item.Objects("conditions").FirstOrDefault(one => one.Text("type") == "Healthy");
}
