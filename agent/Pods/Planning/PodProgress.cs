using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>How far a pod that is to run has come.</summary>
internal static class PodProgress
{
    /// <summary>Every container has ended for good, or an init container has failed for good, or the pod's time is over.</summary>
    public static bool IsOver(PodView view, DateTimeOffset now) =>
        view.Pod!.Status?.Phase is "Succeeded" or "Failed"
        || DeadlinePassed(view.Pod, now)
        || InitFailed(view)
        || view.Spec.Containers.All(container =>
            view.Observed.Latest(container.Name) is { Phase: ContainerPhase.Exited } ended && !RestartRules.ShouldRestart(view.Spec, container, isInit: false, ended));

    /// <summary>The pod was given a time, and it is over.</summary>
    public static bool DeadlinePassed(V1Pod pod, DateTimeOffset now) => Deadline(pod) is { } deadline && deadline <= now;

    /// <summary>When the pod's time is over.</summary>
    public static DateTimeOffset? Deadline(V1Pod pod) =>
        pod.Spec.ActiveDeadlineSeconds is { } seconds && pod.Status?.StartTime is { } start
            ? new DateTimeOffset(DateTime.SpecifyKind(start, DateTimeKind.Utc)) + TimeSpan.FromSeconds(seconds)
            : null;

    /// <summary>Init containers are through in the sandbox that stands: later containers exist there.</summary>
    public static bool Initialized(PodView view)
    {
        var sandbox = view.Observed.Sandbox;
        return sandbox is not null
            && (view.Spec.Containers.Any(container => view.Observed.Latest(container.Name)?.SandboxId == sandbox.Id)
                || (view.Spec.InitContainers ?? []).All(init => InitDone(view, sandbox, init)));
    }

    /// <summary>An init container lets the next one begin.</summary>
    public static bool InitDone(PodView view, SandboxState sandbox, V1Container init)
    {
        var latest = view.Observed.Latest(init.Name);
        return latest is not null && latest.SandboxId == sandbox.Id
            && (RestartRules.IsSidecar(init)
                ? latest.Phase == ContainerPhase.Running && Verdict(view, init, latest).Started
                : latest is { Phase: ContainerPhase.Exited, ExitCode: 0 });
    }

    /// <summary>What is known of a running container's probes; a container with probes that were not run yet has not passed them.</summary>
    public static ProbeVerdict Verdict(PodView view, V1Container container, ContainerState running) =>
        view.Memory.Probes.TryGetValue(running.Id, out var verdict) ? verdict
        : new ProbeVerdict(Started: container.StartupProbe is null, Ready: container.StartupProbe is null && container.ReadinessProbe is null, Unhealthy: null);

    private static bool InitFailed(PodView view) => (view.Spec.InitContainers ?? []).Any(init =>
        view.Observed.Latest(init.Name) is { Phase: ContainerPhase.Exited, ExitCode: not 0 } ended && !RestartRules.ShouldRestart(view.Spec, init, isInit: true, ended));
}
