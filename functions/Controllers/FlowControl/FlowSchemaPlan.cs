using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.FlowControl;

/// <summary>What is to be said of a flow. Pure.</summary>
internal static class FlowSchemaPlan
{
    private const string Dangling = "Dangling";

    /// <summary>The name of the level that a flow's requests are of.</summary>
    public static string LevelOf(JsonObject flow) => flow.Text("spec", "priorityLevelConfiguration", "name") ?? "";

    /// <summary>What of a flow the decision depends on, in words that differ where it does.</summary>
    public static string DependsOn(JsonObject flow) => $"{LevelOf(flow)} {Conditions.Find(flow["status"], Dangling)?.ToJsonString()}";

    /// <param name="flow">The flow.</param>
    /// <param name="isThere">Whether its level is there.</param>
    /// <param name="now">Now.</param>
    /// <returns>The flow's status to write; null where it is right.</returns>
    public static JsonObject? Decide(JsonObject flow, bool isThere, DateTimeOffset now)
    {
        var (status, level) = (flow["status"]?.DeepClone() as JsonObject ?? [], $"This FlowSchema references the PriorityLevelConfiguration object named \"{LevelOf(flow)}\"");
        var changed = isThere
            ? Conditions.Set(status, Dangling, "False", "Found", $"{level} and it exists", now)
            : Conditions.Set(status, Dangling, "True", "NotFound", $"{level} but there is no such object", now);
        return changed ? status : null;
    }
}
