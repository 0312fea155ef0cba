using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

/// <summary>The table of classes of priority.</summary>
internal static class PriorityClassColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        Cells.Number("Value", "The priority.", item => item.Integer("value") ?? 0),
        PlainCells.Flag("Global-Default", "Whether pods without a class have this one.", item => item.Flag("globalDefault")),
        Cells.Age,
        PlainCells.Text("PreemptionPolicy", "Whether pods of the class take the place of others.", item => item.Text("preemptionPolicy")),
    ];
}
