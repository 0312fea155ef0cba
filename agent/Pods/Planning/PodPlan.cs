namespace CloudOrchestrator.Pods.Planning;

/// <summary>Decides what to do for a pod. Pure: no I/O, no clock, no randomness.</summary>
internal static class PodPlan
{
    public static PodDecision Decide(PodView view, DateTimeOffset now) =>
        view.Terminating ? TerminationPlan.Decide(view, now)
        : PodProgress.IsOver(view, now) ? OverPlan.Decide(view, now)
        : RunPlan.Decide(view, now);
}
