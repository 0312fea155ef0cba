using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>The STATUS of a pod: its phase, or what is more telling.</summary>
internal static class PodPhaseText
{
    public static string Of(JsonObject item)
    {
        var reason = item.Text("status", "reason") is { Length: > 0 } given ? given : item.Text("status", "phase") ?? "Unknown";
        if (item.Objects("status", "conditions").Any(one => one.Text("type") == "PodScheduled" && one.Text("reason") == "SchedulingGated"))
        {
            reason = "SchedulingGated";
        }

        reason = Initializing(item) ?? Running(item, reason);
        return item.At("metadata", "deletionTimestamp") is null ? reason
            : item.Text("status", "reason") == "NodeLost" ? "Unknown"
            : item.Text("status", "phase") is "Succeeded" or "Failed" ? reason
            : "Terminating";
    }

    private static string? Initializing(JsonObject item)
    {
        var total = item.Objects("spec", "initContainers").Count();
        var index = 0;
        foreach (var status in item.Objects("status", "initContainerStatuses"))
        {
            var state = status["state"];
            var isSidecar = item.Objects("spec", "initContainers").Any(one => one.Text("name") == status.Text("name") && one.Text("restartPolicy") == "Always");
            if (state.At("terminated") is not null && state.Integer("terminated", "exitCode") == 0)
            {
                index++;
                continue;
            }

            if (isSidecar && status.Flag("started"))
            {
                index++;
                continue;
            }

            return state.At("terminated") is not null ? $"Init:{Ended(state)}"
                : state.Text("waiting", "reason") is { Length: > 0 } waiting and not "PodInitializing" ? $"Init:{waiting}"
                : $"Init:{index}/{total}";
        }

        return null;
    }

    private static string Running(JsonObject item, string reason)
    {
        var isRunning = false;
        foreach (var status in item.Objects("status", "containerStatuses").Reverse())
        {
            var state = status["state"];
            if (state.Text("waiting", "reason") is { Length: > 0 } waiting)
            {
                reason = waiting;
            }
            else if (state.At("terminated") is not null)
            {
                reason = Ended(state);
            }
            else if (status.Flag("ready") && state.At("running") is not null)
            {
                isRunning = true;
            }
        }

        if (reason != "Completed" || !isRunning)
        {
            return reason;
        }

        var isReady = item.Objects("status", "conditions").Any(one => one.Text("type") == "Ready" && one.Text("status") == "True");
        return isReady ? "Running" : "NotReady";
    }

    private static string Ended(JsonNode? state) =>
        state.Text("terminated", "reason") is { Length: > 0 } reason ? reason
        : state.Integer("terminated", "signal") is > 0 and var signal ? $"Signal:{signal}"
        : $"ExitCode:{state.Integer("terminated", "exitCode") ?? 0}";
}
