using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The columns that a version of a definition has printed.</summary>
internal static class CustomColumns
{
    /// <summary>The name, and then what the version says; the age where it says nothing.</summary>
    public static IReadOnlyList<PrinterColumn> Of(JsonObject version)
    {
        var columns = version.Objects("additionalPrinterColumns").Select(Column).ToList();
        return columns.Count == 0 ? [Cells.Name, Cells.Age] : [Cells.Name, .. columns];
    }

    private static PrinterColumn Column(JsonObject column)
    {
        var (type, path) = (column.Text("type") ?? "string", JsonPathReader.TryParse(column.Text("jsonPath") ?? ""));
        return new PrinterColumn(
            column.Text("name") ?? "",
            type,
            column.Text("format") ?? "",
            column.Text("description") ?? "",
            (int)(column.Integer("priority") ?? 0),
            (document, now) => path?.Find(document) is { Count: > 0 } found ? Cell(found, type, now) : null);
    }

    private static JsonNode? Cell(IReadOnlyList<JsonNode?> found, string type, DateTimeOffset now) => type switch
    {
        "date" => found[0].Text() is { } time ? Cells.Since(time, now) : null,
        "integer" => ValueRules.Number(found[0]) is { } whole ? (long)whole : null,
        "number" => ValueRules.Number(found[0]),
        "boolean" => found[0]?.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
        _ => string.Join(',', found.Select(Show)),
    };

    private static string Show(JsonNode? value) => value switch
    {
        null => "<nil>",
        JsonValue when value.Text() is { } text => text,
        JsonValue when ValueRules.Number(value) is { } number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(ValueValidation.Relaxed),
    };
}
