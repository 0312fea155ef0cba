using CloudOrchestrator.Runtimes;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>For a pod that has run its course: what still runs ends, the address is freed, and what ended stays to be read.</summary>
internal static class OverPlan
{
    public static PodDecision Decide(PodView view, DateTimeOffset now)
    {
        var decision = new DecisionBuilder(view, now);
        var running = view.Observed.Containers.Where(container => container.Phase == ContainerPhase.Running).ToList();
        foreach (var container in running)
        {
            decision.Do(new PodAction.StopContainer(container.Id, container.Name, Graces.OfSpec(view.Pod), KillMessages.Stopping(container.Name)));
        }

        if (running.Count == 0 && view.Observed.Sandbox is { } sandbox)
        {
            decision.Do(new PodAction.StopSandbox(sandbox.Id));
        }

        Leftovers.Remove(view, decision);
        return decision.Build();
    }
}
