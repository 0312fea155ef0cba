using k8s.Models;

namespace CloudOrchestrator.Pods.Status;

/// <summary>A pod's conditions. Pure.</summary>
internal static class PodConditions
{
    private static readonly string[] Own = ["PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled"];

    /// <summary>Ours, and those that others wrote as they are.</summary>
    public static IList<V1PodCondition> Of(V1Pod pod, V1PodStatus status, bool sandboxStands, bool initialized, DateTimeOffset now)
    {
        var known = (pod.Status?.Conditions ?? []).ToDictionary(condition => condition.Type);
        var containersReady = ContainersReady(status);
        var conditions = new List<V1PodCondition>
        {
            new() { Type = "PodReadyToStartContainers", Status = Word(sandboxStands) },
            Initialized(status, initialized),
            Ready(pod, containersReady),
            containersReady,
            Scheduled(known),
        };
        foreach (var condition in conditions)
        {
            condition.ObservedGeneration = pod.Metadata.Generation;
            condition.LastTransitionTime = known.TryGetValue(condition.Type, out var before) && before.Status == condition.Status && before.LastTransitionTime is { } time
                ? time
                : ApiTime.Of(now);
        }

        return [.. conditions, .. (pod.Status?.Conditions ?? []).Where(condition => !Own.Contains(condition.Type))];
    }

    private static V1PodCondition Initialized(V1PodStatus status, bool initialized)
    {
        var condition = new V1PodCondition { Type = "Initialized", Status = Word(initialized) };
        if (status.Phase == "Succeeded")
        {
            condition.Status = "True";
            condition.Reason = "PodCompleted";
        }
        else if (!initialized && status.InitContainerStatuses is { } inits)
        {
            condition.Reason = "ContainersNotInitialized";
            condition.Message = $"containers with incomplete status: [{Names(inits.Where(init => !init.Ready))}]";
        }
        else
        {
            condition.Status = "True";
        }

        return condition;
    }

    private static V1PodCondition ContainersReady(V1PodStatus status)
    {
        var condition = new V1PodCondition { Type = "ContainersReady", Status = "True" };
        var unready = status.ContainerStatuses.Where(container => !container.Ready).ToList();
        if (status.Phase is "Succeeded" or "Failed")
        {
            condition.Status = "False";
            condition.Reason = status.Phase == "Succeeded" ? "PodCompleted" : "PodFailed";
        }
        else if (unready.Count > 0)
        {
            condition.Status = "False";
            condition.Reason = "ContainersNotReady";
            condition.Message = $"containers with unready status: [{Names(unready)}]";
        }

        return condition;
    }

    private static V1PodCondition Ready(V1Pod pod, V1PodCondition containersReady)
    {
        var condition = new V1PodCondition { Type = "Ready", Status = containersReady.Status, Reason = containersReady.Reason, Message = containersReady.Message };
        if (condition.Status != "True")
        {
            return condition;
        }

        foreach (var gate in pod.Spec.ReadinessGates ?? [])
        {
            var gateStatus = pod.Status?.Conditions?.FirstOrDefault(other => other.Type == gate.ConditionType)?.Status;
            if (gateStatus != "True")
            {
                condition.Status = "False";
                condition.Reason = "ReadinessGatesNotReady";
                condition.Message = gateStatus is null
                    ? $"corresponding condition of pod readiness gate \"{gate.ConditionType}\" does not exist."
                    : $"the status of pod readiness gate \"{gate.ConditionType}\" is not \"True\", but {gateStatus}";
            }
        }

        return condition;
    }

    private static V1PodCondition Scheduled(Dictionary<string, V1PodCondition> known) => known.TryGetValue("PodScheduled", out var scheduled)
        ? new V1PodCondition
        {
            Type = scheduled.Type,
            Status = scheduled.Status,
            Reason = scheduled.Reason,
            Message = scheduled.Message,
            LastProbeTime = scheduled.LastProbeTime,
        }
        : new V1PodCondition { Type = "PodScheduled", Status = "True" };

    private static string Names(IEnumerable<V1ContainerStatus> statuses) => string.Join(' ', statuses.Select(status => status.Name));

    private static string Word(bool value) => value ? "True" : "False";
}
