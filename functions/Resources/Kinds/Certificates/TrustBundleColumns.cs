using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>The table of bundles of trust anchors.</summary>
internal static class TrustBundleColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        PlainCells.Text("SignerName", "Whose trust anchors they are.", item => string.IsNullOrEmpty(item.Text("spec", "signerName")) ? "<none>" : item.Text("spec", "signerName")),
    ];
}
