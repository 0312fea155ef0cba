using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>What a row says of a pod's containers.</summary>
/// <param name="Status">Its phase, or what is more telling.</param>
/// <param name="Ready">How many of those that keep on running are ready.</param>
/// <param name="Restarts">How often they were restarted; while the pod is being initialized, those that initialize it.</param>
/// <param name="LastRestart">When the last one ended that was restarted; null for never.</param>
internal sealed record PodSummary(string Status, int Ready, long Restarts, string? LastRestart)
{
    /// <summary>The summary of a pod.</summary>
    public static PodSummary Of(JsonObject pod)
    {
        var initial = pod.Objects("status", "initContainerStatuses").ToList();
        var sidecars = pod.Objects("spec", "initContainers").Where(IsSidecar).Select(one => one.Text("name")).ToHashSet();
        var (initializing, ready) = Initializing(initial, sidecars, pod.Objects("spec", "initContainers").Count());
        var status = initializing ?? Reason(pod);
        IEnumerable<JsonObject> counted = initial;
        if (initializing is null || IsTrue(pod, "Initialized"))
        {
            var containers = pod.Objects("status", "containerStatuses").ToList();
            var running = containers.Count(IsRunning);
            ready += running;
            status = Running(pod, containers, running > 0, status);
            counted = [.. initial.Where(one => sidecars.Contains(one.Text("name"))), .. containers];
        }

        return new PodSummary(
            Ending(pod, status),
            ready,
            counted.Sum(one => one.Integer("restartCount") ?? 0),
            counted.Select(one => one.Text("lastState", "terminated", "finishedAt")).Where(time => time is not null).Max(StringComparer.Ordinal));
    }

    /// <summary>Whether a container that initializes keeps on running.</summary>
    public static bool IsSidecar(JsonObject container) => container.Text("restartPolicy") == "Always";

    private static string Reason(JsonObject pod) =>
        pod.Objects("status", "conditions").Any(one => one.Text("type") == "PodScheduled" && one.Text("reason") == "SchedulingGated") ? "SchedulingGated"
        : pod.Text("status", "reason") is { Length: > 0 } given ? given
        : pod.Text("status", "phase") ?? "";

    /// <summary>How far the pod is with being initialized, null where it is done, and how many sidecars are ready.</summary>
    private static (string? Text, int Ready) Initializing(List<JsonObject> statuses, HashSet<string?> sidecars, int total)
    {
        var ready = 0;
        foreach (var (index, status) in statuses.Index())
        {
            var state = status["state"];
            if (state.At("terminated") is not null && (state.Integer("terminated", "exitCode") ?? 0) == 0)
            {
                continue;
            }

            if (sidecars.Contains(status.Text("name")) && status.Flag("started"))
            {
                ready += status.Flag("ready") ? 1 : 0;
                continue;
            }

            return (state.At("terminated") is not null ? $"Init:{Ended(state)}"
                : state.Text("waiting", "reason") is { Length: > 0 } waiting and not "PodInitializing" ? $"Init:{waiting}"
                : $"Init:{index}/{total}", ready);
        }

        return (null, ready);
    }

    /// <summary>What the first container has to tell that does not run.</summary>
    private static string Running(JsonObject pod, List<JsonObject> containers, bool isAnyRunning, string status)
    {
        var told = containers.Select(one => one["state"]).Select(state =>
            state.Text("waiting", "reason") is { Length: > 0 } waiting ? waiting
            : state.At("terminated") is not null ? Ended(state)
            : null).FirstOrDefault(one => one is not null) ?? status;
        return told != "Completed" || !isAnyRunning ? told : IsTrue(pod, "Ready") ? "Running" : "NotReady";
    }

    private static bool IsRunning(JsonObject status) =>
        status.Flag("ready") && status.At("state", "running") is not null && status.At("state", "terminated") is null && string.IsNullOrEmpty(status.Text("state", "waiting", "reason"));

    private static string Ending(JsonObject pod, string status) =>
        pod.At("metadata", "deletionTimestamp") is null ? status
        : pod.Text("status", "reason") == "NodeLost" ? "Unknown"
        : pod.Text("status", "phase") is "Succeeded" or "Failed" ? status
        : "Terminating";

    private static bool IsTrue(JsonObject pod, string condition) => pod.Objects("status", "conditions").Any(one => one.Text("type") == condition && one.Text("status") == "True");

    private static string Ended(JsonNode? state) =>
        state.Text("terminated", "reason") is { Length: > 0 } reason ? reason
        : state.Integer("terminated", "signal") is not (null or 0) and var signal ? $"Signal:{signal}"
        : $"ExitCode:{state.Integer("terminated", "exitCode") ?? 0}";
}
