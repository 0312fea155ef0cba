using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Rules of what may become of containers: one that has ended for good does not run again.</summary>
internal static class ContainerStateValidation
{
    /// <summary>The list of statuses, and of the containers that they are of.</summary>
    private static readonly (string Statuses, string Containers)[] Lists =
        [("containerStatuses", "containers"), ("initContainerStatuses", "initContainers"), ("ephemeralContainerStatuses", "ephemeralContainers")];

    public static IEnumerable<FieldError> Validate(JsonObject item, JsonObject old)
    {
        foreach (var (statuses, containers) in Lists)
        {
            if (!old.Objects("status", statuses).Any(HasEnded))
            {
                continue;
            }

            var back = item.Objects("status", statuses).Where(now => !HasEnded(now)).Select(now => now.Text("name") ?? "").ToHashSet();
            foreach (var (index, before) in old.Objects("status", statuses).Index().Where(one => back.Contains(one.Item.Text("name") ?? "")))
            {
                // The spec is looked at for a container that has come back alone: it is stored again as it is.
                if (before.At("state", "terminated") is JsonObject ended && !MayRestart(old, containers, before.Text("name"), ended.Integer("exitCode") ?? 0))
                {
                    yield return Faults.Forbidden($"status.{statuses}[{index}].state", "may not be transitioned to non-terminated state");
                }
            }
        }
    }

    private static bool HasEnded(JsonObject status) => status.At("state", "terminated") is JsonObject;

    /// <summary>A sidecar always may, an ephemeral container never, and others as their pod says.</summary>
    private static bool MayRestart(JsonObject pod, string list, string? name, long exitCode) => list switch
    {
        "ephemeralContainers" => false,
        "initContainers" when pod.Objects("spec", list).Any(one => one.Text("name") == name && PodSummary.IsSidecar(one)) => true,
        _ => pod.Text("spec", "restartPolicy") switch { "Never" => false, "OnFailure" => exitCode != 0, _ => true },
    };
}
