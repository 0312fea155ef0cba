using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The tables of what pods are configured with.</summary>
internal static class ConfigColumns
{
    public static IReadOnlyList<PrinterColumn> ConfigMaps { get; } =
        [Cells.Name, Cells.Number("Data", "How many keys it has.", item => Keys(item, "data") + Keys(item, "binaryData")), Cells.Age];

    public static IReadOnlyList<PrinterColumn> Secrets { get; } =
        [Cells.Name, Cells.Text("Type", "What the secret is for.", item => item.Text("type")), Cells.Number("Data", "How many keys it has.", item => Keys(item, "data")), Cells.Age];

    public static IReadOnlyList<PrinterColumn> ServiceAccounts { get; } =
        [Cells.Name, Cells.Number("Secrets", "How many secrets it names.", item => item.Objects("secrets").Count()), Cells.Age];

    private static int Keys(JsonObject item, string field) => (item[field] as JsonObject)?.Count ?? 0;
}
