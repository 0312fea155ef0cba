using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Apps;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>The body of a trigger's call.</summary>
internal static class TriggerPayload
{
    /// <param name="data">What the binding's name stands for.</param>
    /// <param name="metadata">What the trigger adds to it.</param>
    public static JsonObject Of(FunctionModel function, string binding, JsonNode? data, DateTimeOffset now, JsonObject? metadata = null)
    {
        metadata ??= [];
        metadata["sys"] = new JsonObject
        {
            ["MethodName"] = function.Name,
            ["UtcNow"] = now.UtcDateTime,
            ["RandGuid"] = Guid.NewGuid(),
        };
        return new JsonObject { ["Data"] = new JsonObject { [binding] = data }, ["Metadata"] = metadata };
    }
}
