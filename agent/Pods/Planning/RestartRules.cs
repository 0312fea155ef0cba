using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>Whether a container that ended is started again, and when.</summary>
internal static class RestartRules
{
    /// <summary>The wait after the first restart; it doubles with each further one.</summary>
    public static readonly TimeSpan DelayMin = TimeSpan.FromSeconds(10);

    /// <summary>The longest wait.</summary>
    public static readonly TimeSpan DelayMax = TimeSpan.FromMinutes(5);

    /// <summary>A container that ran so long begins again without a wait.</summary>
    public static readonly TimeSpan StableAfter = TimeSpan.FromMinutes(10);

    /// <summary>An init container that runs beside the others.</summary>
    public static bool IsSidecar(V1Container container) => container.RestartPolicy == "Always";

    public static bool ShouldRestart(V1PodSpec spec, V1Container container, bool isInit, ContainerState ended) =>
        isInit && IsSidecar(container)
        || spec.RestartPolicy switch
        {
            "Never" => false,
            "OnFailure" => ended.ExitCode != 0,
            _ => !isInit || ended.ExitCode != 0,
        };

    /// <summary>How long after its end a container must wait; zero if it ran long, or its spec changed.</summary>
    public static TimeSpan Delay(ContainerState ended, string specHash) =>
        ended.SpecHash != specHash || ended.FinishedAt - ended.StartedAt >= StableAfter ? TimeSpan.Zero : ended.RestartDelay;

    /// <summary>When a container that ended may start again.</summary>
    public static DateTimeOffset RestartAt(ContainerState ended, string specHash) => (ended.FinishedAt ?? ended.CreatedAt) + Delay(ended, specHash);

    /// <summary>The delay that the next attempt carries for the one after it.</summary>
    public static TimeSpan NextDelay(ContainerState? ended, string specHash)
    {
        if (ended is null || ended.SpecHash != specHash)
        {
            return TimeSpan.Zero;
        }

        var delay = Delay(ended, specHash);
        return delay < DelayMin ? DelayMin : delay * 2 < DelayMax ? delay * 2 : DelayMax;
    }
}
