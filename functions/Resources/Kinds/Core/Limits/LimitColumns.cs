using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core.Limits;

/// <summary>The tables of LimitRanges and ResourceQuotas.</summary>
internal static class LimitColumns
{
    public static IReadOnlyList<PrinterColumn> LimitRanges { get; } =
        [Cells.Name, new("Created At", "date", "", "When it was created.", 0, static (item, _) => item.Text("metadata", "creationTimestamp"))];

    public static IReadOnlyList<PrinterColumn> ResourceQuotas { get; } =
    [
        Cells.Name,
        new("Request", "string", "", "What is used of what may be requested.", 0, static (item, _) => Used(item, isLimit: false)),
        new("Limit", "string", "", "What is used of what limits may be.", 0, static (item, _) => Used(item, isLimit: true)),
        Cells.Age,
    ];

    private static string Used(JsonObject item, bool isLimit)
    {
        var used = item.Map("status", "used");
        var names = item.Map("status", "hard").Where(one => one.Key.StartsWith("limits", StringComparison.Ordinal) == isLimit).OrderBy(one => one.Key, StringComparer.Ordinal);
        return string.Join(", ", names.Select(one => $"{one.Key}: {used.GetValueOrDefault(one.Key, "0")}/{one.Value}"));
    }
}
