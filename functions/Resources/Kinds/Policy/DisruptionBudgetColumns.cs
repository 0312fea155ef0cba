using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Policy;

/// <summary>The table of PodDisruptionBudgets.</summary>
internal static class DisruptionBudgetColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Text("Min Available", "Fewest pods that stay.", item => Portion(item, "minAvailable")),
        Cells.Text("Max Unavailable", "Most pods that go.", item => Portion(item, "maxUnavailable")),
        Cells.Number("Allowed Disruptions", "Pods that may go now.", item => item.Integer("status", "disruptionsAllowed") ?? 0),
        Cells.Age,
    ];

    private static string Portion(JsonObject item, string name) => item.Text("spec", name) ?? (item.Integer("spec", name) is { } number ? $"{number}" : "N/A");
}
