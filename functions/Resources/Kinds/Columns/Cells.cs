using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Columns;

/// <summary>Columns and cells that several tables share.</summary>
internal static class Cells
{
    public static PrinterColumn Name { get; } = new("Name", "string", "name", "Name must be unique within a namespace.", 0, static (item, _) => item.Text("metadata", "name"));

    public static PrinterColumn Age { get; } = new("Age", "string", "", "How long ago the object was created.", 0, static (item, now) => Since(item.Text("metadata", "creationTimestamp"), now));

    public static PrinterColumn Text(string name, string description, Func<JsonObject, string?> value, int priority = 0) =>
        new(name, "string", "", description, priority, (item, _) => value(item) is { Length: > 0 } text ? text : "<none>");

    public static PrinterColumn Number(string name, string description, Func<JsonObject, long> value) =>
        new(name, "integer", "", description, 0, (item, _) => value(item));

    /// <summary>How long ago a time was, as kubectl writes it.</summary>
    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Duration(now - at) : "<unknown>";

    public static string Labels(JsonNode? labels) =>
        labels.Map() is { Count: > 0 } map ? string.Join(',', map.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value}")) : "<none>";

    public static string Containers(JsonNode? template, string field) => string.Join(',', template.Objects("spec", "containers").Select(one => one.Text(field)));

    /// <summary>A span with two units at the most, fewer the longer it is.</summary>
    public static string Duration(TimeSpan span)
    {
        var seconds = (long)span.TotalSeconds;
        var (minutes, hours, days) = (seconds / 60, seconds / 3600, seconds / 86400);
        return seconds < -1 ? "<invalid>"
            : seconds < 0 ? "0s"
            : seconds < 120 ? $"{seconds}s"
            : minutes < 10 ? With(minutes, "m", seconds % 60, "s")
            : minutes < 180 ? $"{minutes}m"
            : hours < 8 ? With(hours, "h", minutes % 60, "m")
            : hours < 48 ? $"{hours}h"
            : days < 8 ? With(days, "d", hours % 24, "h")
            : days < 730 ? $"{days}d"
            : days < 8 * 365 ? With(days / 365, "y", days % 365, "d")
            : $"{days / 365}y";
    }

    private static string With(long large, string largeUnit, long small, string smallUnit) => small == 0 ? $"{large}{largeUnit}" : $"{large}{largeUnit}{small}{smallUnit}";
}
