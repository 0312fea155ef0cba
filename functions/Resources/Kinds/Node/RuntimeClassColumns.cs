using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Node;

/// <summary>The table of classes of container runtime.</summary>
internal static class RuntimeClassColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
        [Cells.Name, PlainCells.Text("Handler", "What the nodes call the runtime.", item => item.Text("handler")), Cells.Age];
}
