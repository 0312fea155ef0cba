using CloudOrchestrator.Pods.Planning;
using k8s.Models;

namespace CloudOrchestrator.Pods.Status;

/// <summary>A pod's phase, from its containers' states. Pure.</summary>
internal static class PodPhases
{
    public static string Of(V1Pod pod, IReadOnlyList<V1ContainerStatus> inits, IReadOnlyList<V1ContainerStatus> mains, bool initialized, bool over, DateTimeOffset now)
    {
        if (pod.Status?.Phase is "Succeeded" or "Failed")
        {
            return pod.Status.Phase;
        }

        // Until all have ended, a pod whose time is over is still what it was.
        var anyRunning = inits.Concat(mains).Any(status => status.State.Running is not null);
        if (PodProgress.DeadlinePassed(pod, now) && !anyRunning)
        {
            return "Failed";
        }

        if (over && !anyRunning && inits.Where(status => !IsSidecar(pod, status.Name)).Any(status => status.State.Terminated is { ExitCode: not 0 }))
        {
            return "Failed";
        }

        if (!initialized && !over && inits.Count > 0 || mains.Any(NeverStarted))
        {
            return "Pending";
        }

        if (mains.Any(status => status.State.Running is not null))
        {
            return "Running";
        }

        if (anyRunning)
        {
            // Sidecars are on their way out after the others.
            return "Running";
        }

        var terminating = pod.Metadata.DeletionTimestamp is not null;
        return over || terminating && mains.All(status => status.State.Terminated is not null)
            ? mains.All(status => status.State.Terminated is { ExitCode: 0 }) ? "Succeeded" : "Failed"
            : "Running";
    }

    /// <summary>How a sidecar ended after the others says nothing of the pod.</summary>
    private static bool IsSidecar(V1Pod pod, string name) => pod.Spec.InitContainers.Any(init => init.Name == name && RestartRules.IsSidecar(init));

    private static bool NeverStarted(V1ContainerStatus status) => status.State.Waiting is not null && status.LastState?.Terminated is null;
}
