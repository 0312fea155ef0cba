using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using k8s.Models;

namespace CloudOrchestrator.Pods.Status;

/// <summary>Says a pod's state as Kubernetes does. Pure.</summary>
internal static class PodStatusPlan
{
    public static V1PodStatus Compute(PodView view, NodeAddresses node, DateTimeOffset now)
    {
        var pod = view.Pod!;
        var over = PodProgress.IsOver(view, now);
        // A pod that has ended, or is to, was initialized if it ever came further.
        var initialized = PodProgress.Initialized(view)
            || (over || view.Terminating) && pod.Spec.Containers.Any(container => view.Observed.Latest(container.Name) is not null);
        var inits = Statuses(view, pod.Spec.InitContainers, pod.Status?.InitContainerStatuses, isInit: true, initialized, over, now);
        var mains = Statuses(view, pod.Spec.Containers, pod.Status?.ContainerStatuses, isInit: false, initialized, over, now);
        var phase = PodPhases.Of(pod, inits, mains, initialized, over, now);
        var status = new V1PodStatus
        {
            Phase = phase,
            HostIP = node.Address,
            HostIPs = [new V1HostIP { Ip = node.Address }],
            StartTime = pod.Status?.StartTime ?? ApiTime.Of(now),
            InitContainerStatuses = inits.Count == 0 ? null : inits,
            ContainerStatuses = mains,
            QosClass = pod.Status?.QosClass ?? QualityOfService.Of(pod.Spec),
            ObservedGeneration = pod.Metadata.Generation,
        };
        if (PodProgress.DeadlinePassed(pod, now) || pod.Status?.Reason == "DeadlineExceeded")
        {
            status.Reason = "DeadlineExceeded";
            status.Message = "Pod was active on the node longer than the specified deadline";
        }

        SetAddresses(status, view, node);
        status.Conditions = PodConditions.Of(pod, status, view.Observed.Sandbox is not null, initialized, now);
        return status;
    }

    private static List<V1ContainerStatus> Statuses(
        PodView view, IList<V1Container>? containers, IList<V1ContainerStatus>? known, bool isInit, bool initialized, bool over, DateTimeOffset now) =>
        [.. (containers ?? []).Select(container => new ContainerStatusPlan(view, container, isInit, initialized, over, now).Compute(known?.FirstOrDefault(status => status.Name == container.Name)))];

    /// <summary>A pod keeps the address it had last when its sandbox is gone.</summary>
    private static void SetAddresses(V1PodStatus status, PodView view, NodeAddresses node)
    {
        IReadOnlyList<string> addresses = view.Pod!.Spec.HostNetwork == true ? [node.Address] : view.Observed.Sandbox?.Addresses ?? [];
        status.PodIP = addresses.Count > 0 ? addresses[0] : view.Pod.Status?.PodIP;
        status.PodIPs = addresses.Count > 0 ? [.. addresses.Select(address => new V1PodIP { Ip = address })] : view.Pod.Status?.PodIPs;
    }
}
