using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.ApiRegistration;

/// <summary>The table of API services.</summary>
internal static class ApiServiceColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        PlainCells.Text("Service", "The reference to the service that hosts this API endpoint.", item => item.At("spec", "service") is { } service ? $"{service.Text("namespace")}/{service.Text("name")}" : "Local"),
        PlainCells.Text("Available", "Whether this service is available.", Available),
        Cells.Age,
    ];

    private static string Available(JsonObject item)
    {
        var condition = item.Objects("status", "conditions").FirstOrDefault(one => one.Text("type") == "Available");
        return condition is null ? "Unknown" : condition.Text("status") == "True" ? "True" : $"{condition.Text("status")} ({condition.Text("reason")})";
    }
}
