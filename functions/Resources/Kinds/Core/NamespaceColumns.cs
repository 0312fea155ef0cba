using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of namespaces.</summary>
internal static class NamespaceColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
        [Cells.Name, Cells.Text("Status", "The namespace's phase.", item => item.Text("status", "phase")), Cells.Age];
}
