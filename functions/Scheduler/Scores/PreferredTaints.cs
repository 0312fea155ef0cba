using CloudOrchestrator.Scheduler.Filters;
using k8s.Models;

namespace CloudOrchestrator.Scheduler.Scores;

/// <summary>A node with taints that would rather not have the pod is worse by each.</summary>
internal static class PreferredTaints
{
    private const double TaintCost = 100;

    public static double Of(V1Pod pod, NodeInfo node) =>
        -TaintCost * (node.Node.Spec?.Taints ?? []).Count(taint => taint.Effect == "PreferNoSchedule" && !TaintToleration.Tolerates(pod, taint));
}
