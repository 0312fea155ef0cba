using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of events.</summary>
internal static class EventColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        new("Last Seen", "string", "", "When it happened last.", 0, static (item, now) => LastSeen(item, now)),
        Cells.Text("Type", "Normal or Warning.", item => item.Text("type")),
        Cells.Text("Reason", "Why, in one word.", item => item.Text("reason")),
        Cells.Text("Object", "What it is about.", item => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"),
        Cells.Text("Subobject", "The part of it.", item => item.Text("involvedObject", "fieldPath"), 1),
        Cells.Text("Source", "Who says so.", Source, 1),
        Cells.Text("Message", "What happened.", item => item.Text("message")?.Trim()),
        new("First Seen", "string", "", "When it happened first.", 1, static (item, now) => Cells.Since(item.Text("firstTimestamp") ?? item.Text("eventTime"), now)),
        new("Count", "integer", "", "How often it happened.", 1, static (item, _) => item.Integer("count") ?? item.Integer("series", "count") ?? 1),
        new("Name", "string", "name", "The event's name.", 1, static (item, _) => item.Text("metadata", "name")),
    ];

    private static string LastSeen(JsonObject item, DateTimeOffset now) =>
        Cells.Since(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? item.Text("eventTime") ?? item.Text("metadata", "creationTimestamp"), now);

    private static string? Source(JsonObject item) =>
        item.Text("source", "component") is { Length: > 0 } component
            ? item.Text("source", "host") is { Length: > 0 } host ? $"{component}, {host}" : component
            : item.Text("reportingComponent");
}
