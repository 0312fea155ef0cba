using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The columns that a version of a definition has printed.</summary>
internal static class CustomColumns
{
    /// <summary>The name, and then what the version says up to the first path that is none; the age where it says nothing.</summary>
    public static IReadOnlyList<PrinterColumn> Of(JsonObject version)
    {
        var columns = version.Objects("additionalPrinterColumns").ToList();
        return columns.Count == 0 ? [Cells.Name, Cells.Age] : [Cells.Name, .. columns.Select(Column).TakeWhile(static column => column is not null).Select(static column => column!)];
    }

    /// <summary>Null where its path is none.</summary>
    private static PrinterColumn? Column(JsonObject column)
    {
        var type = column.Text("type") ?? "string";
        if (JsonPathReader.TryParse(column.Text("jsonPath") ?? "") is not { } path)
        {
            return null;
        }

        return new PrinterColumn(
            column.Text("name") ?? "",
            type,
            column.Text("format") ?? "",
            column.Text("description") ?? "",
            (int)(column.Integer("priority") ?? 0),
            (document, now) => path.Find(document) is [var first, ..] ? Cell(first, type, now) : null);
    }

    /// <summary>The cell of the first value that a path leads to, as in Kubernetes, whatever others there are.</summary>
    private static JsonNode? Cell(JsonNode? value, string type, DateTimeOffset now) => type switch
    {
        "date" => value.Text() is { } time ? Since(time, now) : null,
        "integer" => ValueRules.Number(value) is { } whole ? (long)whole : null,
        "number" => ValueRules.Number(value),
        "boolean" => value?.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ => null },
        _ => Show(value),
    };

    private static string Since(string time, DateTimeOffset now) =>
        time.Length > 0 && GoTime.Read(time, isMicro: false, out _) is not null ? "<invalid>" : Cells.Since(time, now);

    private static string Show(JsonNode? value) => value switch
    {
        null => "<no value>",
        JsonValue when value.Text() is { } text => text,
        JsonValue when ValueRules.Number(value) is { } number && !long.TryParse(value.ToJsonString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) => Fraction(number),
        _ => value.ToJsonString(ValueValidation.Relaxed),
    };

    /// <summary>A number that is not whole as Go prints it: with an exponent of at least two digits, below 0.0001 and from a million on.</summary>
    private static string Fraction(double number)
    {
        var size = Math.Abs(number);
        return size != 0 && (size < 1e-4 || size >= 1e6)
            ? number.ToString("0.################e+00", CultureInfo.InvariantCulture)
            : number.ToString("R", CultureInfo.InvariantCulture);
    }
}
