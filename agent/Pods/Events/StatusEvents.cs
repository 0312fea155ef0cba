using CloudOrchestrator.Pods.Planning;
using k8s.Models;

namespace CloudOrchestrator.Pods.Events;

/// <summary>Events that follow from how a status changed. Pure but for the recording.</summary>
internal static class StatusEvents
{
    public static void Record(V1Pod pod, V1PodStatus? before, V1PodStatus after, PodEvents events)
    {
        foreach (var status in (after.InitContainerStatuses ?? []).Concat(after.ContainerStatuses ?? []))
        {
            var earlier = (before?.InitContainerStatuses ?? []).Concat(before?.ContainerStatuses ?? []).FirstOrDefault(other => other.Name == status.Name);
            var reason = status.State.Waiting?.Reason;
            if (reason is null || reason == earlier?.State.Waiting?.Reason && status.RestartCount == earlier.RestartCount)
            {
                continue;
            }

            if (reason == WaitingReasons.CrashLoopBackOff)
            {
                events.Warning("BackOff", $"Back-off restarting failed container {status.Name} in pod {pod.Metadata.Name}_{pod.Metadata.NamespaceProperty}({pod.Metadata.Uid})", status.Name);
            }
            else if (reason == WaitingReasons.ImagePullBackOff)
            {
                events.Normal("BackOff", $"Back-off pulling image \"{status.Image}\"", status.Name);
                events.Warning("Failed", "Error: ImagePullBackOff", status.Name);
            }
        }
    }
}
