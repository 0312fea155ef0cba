using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>For a pod that is to end: its containers end, sidecars after the others, and then nothing of it stays.</summary>
internal static class TerminationPlan
{
    /// <summary>A stop under way is not cut short for less than this.</summary>
    private static readonly TimeSpan WorthCutting = TimeSpan.FromSeconds(1);

    public static PodDecision Decide(PodView view, DateTimeOffset now)
    {
        var decision = new DecisionBuilder(view, now);
        if (view.Memory.Finished)
        {
            return decision.Build(done: view.Busy.IsEmpty);
        }

        var running = view.Observed.Containers.Where(container => container.Phase == ContainerPhase.Running).ToList();
        var sidecars = (view.Pod?.Spec.InitContainers ?? []).Where(RestartRules.IsSidecar).Select(container => container.Name).ToHashSet();
        var first = running.Where(container => !sidecars.Contains(container.Name)).ToList();
        foreach (var container in first.Count > 0 ? first : running)
        {
            Stop(view, container, now, decision);
        }

        if (running.Count == 0 && !Starting(view))
        {
            decision.DoAfter(view.Memory.FinishFailure, new PodAction.FinishPod());
        }

        return decision.Build();
    }

    /// <summary>Something may come into being any moment that would have to be removed too.</summary>
    private static bool Starting(PodView view) =>
        view.Busy.Any(key => key is PodAction.SandboxKey or PodAction.VolumesKey || key.StartsWith(PodAction.StartKey(""), StringComparison.Ordinal) || key.StartsWith("stop", StringComparison.Ordinal));

    private static void Stop(PodView view, ContainerState container, DateTimeOffset now, DecisionBuilder decision)
    {
        var stopBy = view.StopBy ?? now + container.StopGrace;
        if (!view.Memory.Stops.TryGetValue(container.Id, out var deadline))
        {
            var grace = stopBy > now ? stopBy - now : TimeSpan.Zero;
            decision.Do(new PodAction.StopContainer(container.Id, container.Name, grace, KillMessages.Stopping(container.Name)));
        }
        else if (deadline > stopBy + WorthCutting)
        {
            if (stopBy <= now)
            {
                decision.Do(new PodAction.KillContainer(container.Id));
            }
            else
            {
                decision.LookAgain(stopBy);
            }
        }
    }
}
