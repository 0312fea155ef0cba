using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.FlowControl;

/// <summary>Defaults of flows and their levels.</summary>
internal static class FlowControlDefaults
{
    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) =>
        [$"{item.Text("kind")} is kept but does not change yet how requests are queued"];

    public static void FlowSchema(JsonObject item)
    {
        IfZero(item.Ensure("spec"), "matchingPrecedence", 1000);
    }

    public static void PriorityLevel(JsonObject item)
    {
        if (item.At("spec", "limited") is JsonObject limited)
        {
            limited.Default("nominalConcurrencyShares", 30);
            limited.Default("lendablePercent", 0);
        }

        if (item.At("spec", "exempt") is JsonObject exempt)
        {
            exempt.Default("nominalConcurrencyShares", 0);
            exempt.Default("lendablePercent", 0);
        }

        if (item.At("spec", "limited", "limitResponse", "queuing") is JsonObject queuing)
        {
            IfZero(queuing, "queues", 64);
            IfZero(queuing, "handSize", 8);
            IfZero(queuing, "queueLengthLimit", 50);
        }
    }

    private static void IfZero(JsonObject owner, string field, int value)
    {
        if (owner.Integer(field) is null or 0)
        {
            owner[field] = value;
        }
    }
}
