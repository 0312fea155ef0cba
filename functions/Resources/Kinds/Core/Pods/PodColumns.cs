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
        new("Status", "string", "", "What the pod is doing.", 0, static (item, _) => PodPhaseText.Of(item)),
        new("Restarts", "string", "", "How often containers were restarted, and when last.", 0, static (item, now) => Restarts(item, now)),
        Cells.Age,
        Cells.Text("IP", "The pod's address.", item => item.Text("status", "podIP"), 1),
        Cells.Text("Node", "The node that runs the pod.", item => item.Text("spec", "nodeName"), 1),
        Cells.Text("Nominated Node", "The node that is being freed for the pod.", item => item.Text("status", "nominatedNodeName"), 1),
        Cells.Text("Readiness Gates", "The readiness gates that are met, of all.", Gates, 1),
    ];

    private static string Ready(JsonObject item) =>
        $"{item.Objects("status", "containerStatuses").Count(status => status.Flag("ready"))}/{item.Objects("spec", "containers").Count()}";

    private static string Restarts(JsonObject item, DateTimeOffset now)
    {
        var statuses = item.Objects("status", "containerStatuses").ToList();
        var restarts = statuses.Sum(status => status.Integer("restartCount") ?? 0);
        var last = statuses.Select(status => status.Text("lastState", "terminated", "finishedAt")).Where(time => time is not null).Max(StringComparer.Ordinal);
        return restarts > 0 && last is not null ? $"{restarts} ({Cells.Since(last, now)} ago)" : $"{restarts}";
    }

    private static string? Gates(JsonObject item)
    {
        var gates = item.Objects("spec", "readinessGates").Select(gate => gate.Text("conditionType")).ToList();
        var met = item.Objects("status", "conditions").Count(condition => gates.Contains(condition.Text("type")) && condition.Text("status") == "True");
        return gates.Count == 0 ? null : $"{met}/{gates.Count}";
    }
}
