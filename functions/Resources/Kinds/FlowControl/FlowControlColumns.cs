using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>The tables of flows and their levels.</summary>
internal static class FlowControlColumns
{
    public static IReadOnlyList<PrinterColumn> FlowSchemas { get; } =
    [
        Cells.Name,
        PlainCells.Text("PriorityLevel", "The level of the requests.", item => item.Text("spec", "priorityLevelConfiguration", "name")),
        new("MatchingPrecedence", "string", "", "Which schema comes first.", 0, static (item, _) => item.Integer("spec", "matchingPrecedence") ?? 0),
        Cells.Text("DistinguisherMethod", "What makes a flow of requests.", item => item.Text("spec", "distinguisherMethod", "type")),
        Cells.Age,
        PlainCells.Text("MissingPL", "references a broken or non-existent PriorityLevelConfiguration", Missing),
    ];

    public static IReadOnlyList<PrinterColumn> PriorityLevels { get; } =
    [
        Cells.Name,
        PlainCells.Text("Type", "Whether requests are limited.", item => item.Text("spec", "type")),
        Count("NominalConcurrencyShares", "The level's share of the seats.", item => item.At("spec", "limited") ?? item.At("spec", "exempt"), "nominalConcurrencyShares"),
        Count("Queues", "The queues of the level.", Queuing, "queues"),
        Count("HandSize", "The queues of a flow.", Queuing, "handSize"),
        Count("QueueLengthLimit", "Most requests that wait in a queue.", Queuing, "queueLengthLimit"),
        Cells.Age,
    ];

    private static JsonNode? Queuing(JsonObject item) => item.At("spec", "limited", "limitResponse", "queuing");

    private static PrinterColumn Count(string name, string description, Func<JsonObject, JsonNode?> owner, string field) =>
        Cells.Text(name, description, item => owner(item).Integer(field)?.ToString(CultureInfo.InvariantCulture));

    private static string Missing(JsonObject item) =>
        item.Objects("status", "conditions").FirstOrDefault(one => one.Text("type") == "Dangling").Text("status") ?? "?";
}
