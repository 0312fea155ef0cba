using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>The table of events.</summary>
internal static class EventColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        new("Last Seen", "string", "", "When it happened last.", 0, static (item, now) => LastSeen(item, now)),
        PlainCells.Text("Type", "Normal or Warning.", item => item.Text("type")),
        PlainCells.Text("Reason", "Why, in one word.", item => item.Text("reason")),
        PlainCells.Text("Object", "What it is about.", Object),
        PlainCells.Text("Subobject", "The part of it.", item => item.Text("involvedObject", "fieldPath"), 1),
        PlainCells.Text("Source", "Who says so.", Source, 1),
        PlainCells.Text("Message", "What happened.", item => item.Text("message")?.Trim()),
        new("First Seen", "string", "", "When it happened first.", 1, static (item, now) => Cells.Since(FirstSeen(item), now)),
        new("Count", "integer", "", "How often it happened.", 1, static (item, _) => item.Integer("series", "count") ?? (item.Integer("count") is > 0 and var count ? count : 1)),
        new("Name", "string", "name", "The event's name.", 1, static (item, _) => item.Text("metadata", "name")),
    ];

    private static string? FirstSeen(JsonObject item) => item.Text("firstTimestamp") ?? item.Text("eventTime");

    private static string LastSeen(JsonObject item, DateTimeOffset now) => Cells.Since(item.Text("series", "lastObservedTime") ?? item.Text("lastTimestamp") ?? FirstSeen(item), now);

    private static string Object(JsonObject item)
    {
        var kind = item.Text("involvedObject", "kind")?.ToLowerInvariant();
        return item.Text("involvedObject", "name") is { Length: > 0 } name ? $"{kind}/{name}" : kind ?? "";
    }

    private static string Source(JsonObject item)
    {
        var (component, instance) = (Either(item.Text("source", "component"), item.Text("reportingComponent")), Either(item.Text("source", "host"), item.Text("reportingInstance")));
        return instance.Length == 0 ? component : $"{component}, {instance}";
    }

    private static string Either(string? first, string? second) => string.IsNullOrEmpty(first) ? second ?? "" : first;
}
