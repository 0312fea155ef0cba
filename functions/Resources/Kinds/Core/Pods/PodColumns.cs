using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Columns;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The table of pods.</summary>
internal static class PodColumns
{
    public static IReadOnlyList<PrinterColumn> All { get; } =
    [
        Cells.Name,
        new("Ready", "string", "", "The containers that are ready, of all.", 0, static (item, _) => Ready(item)),
        new("Status", "string", "", "What the pod is doing.", 0, static (item, _) => PodSummary.Of(item).Status),
        new("Restarts", "string", "", "How often containers were restarted, and when last.", 0, static (item, now) => Restarts(item, now)),
        Cells.Age,
        Cells.Text("IP", "The pod's address.", item => item.Text("status", "podIP"), 1),
        Cells.Text("Node", "The node that runs the pod.", item => item.Text("spec", "nodeName"), 1),
        Cells.Text("Nominated Node", "The node that is being freed for the pod.", item => item.Text("status", "nominatedNodeName"), 1),
        Cells.Text("Readiness Gates", "The readiness gates that are met, of all.", Gates, 1),
    ];

    /// <summary>What the row of a pod that is over says of that; null of one that is not.</summary>
    public static JsonObject? Condition(JsonObject item) => item.Text("status", "phase") switch
    {
        "Succeeded" => Completed("Succeeded", "The pod has completed successfully."),
        "Failed" => Completed("Failed", "The pod failed."),
        _ => null,
    };

    private static JsonObject Completed(string reason, string message) => new() { ["type"] = "Completed", ["status"] = "True", ["reason"] = reason, ["message"] = message };

    private static string Ready(JsonObject item) =>
        $"{PodSummary.Of(item).Ready}/{item.Objects("spec", "containers").Count() + item.Objects("spec", "initContainers").Count(PodSummary.IsSidecar)}";

    private static string Restarts(JsonObject item, DateTimeOffset now)
    {
        var summary = PodSummary.Of(item);
        return summary is { Restarts: > 0, LastRestart: { } last } ? $"{summary.Restarts} ({Cells.Since(last, now)} ago)" : $"{summary.Restarts}";
    }

    private static string? Gates(JsonObject item)
    {
        var gates = item.Objects("spec", "readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        var conditions = item.Objects("status", "conditions").ToList();
        var met = gates.Count(gate => conditions.FirstOrDefault(condition => condition.Text("type") == gate).Text("status") == "True");
        return gates.Count == 0 ? null : $"{met}/{gates.Count}";
    }
}
