using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Coordination;

/// <summary>The table of leases.</summary>
internal static class LeaseColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
        [Cells.Name, PlainCells.Text("Holder", "Who holds the lease.", item => item.Text("spec", "holderIdentity")), Cells.Age];
}
