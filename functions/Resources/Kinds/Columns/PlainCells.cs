using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Columns;

/// <summary>Columns whose cells are printed as they are: nothing stays nothing.</summary>
internal static class PlainCells
{
    public static PrinterColumn Text(string name, string description, Func<JsonObject, string?> value, int priority = 0) =>
        new(name, "string", "", description, priority, (item, _) => value(item) ?? "");

    public static PrinterColumn Flag(string name, string description, Func<JsonObject, bool> value) =>
        new(name, "boolean", "", description, 0, (item, _) => value(item));

    /// <summary>When an object was created, to the second.</summary>
    public static PrinterColumn CreatedAt { get; } =
        new("Created At", "date", "", "When the object was created.", 0, static (item, _) => item.Text("metadata", "creationTimestamp") ?? "");
}
