using k8s.Models;

namespace CloudOrchestrator.Scheduler.Scores;

/// <summary>The more a node keeps free with the pod on it, the better; pods that request nothing are counted too, so that they spread.</summary>
internal static class LeastAllocated
{
    /// <summary>From 0 to 100.</summary>
    public static double Of(V1Pod pod, NodeInfo node)
    {
        var demand = PodDemand.Of(pod);
        var shares = new[] { "cpu", "memory" }
            .Where(resource => node.Allocatable.GetValueOrDefault(resource) > 0)
            .Select(resource => Free(PodDemand.Sum(node.Used(resource), demand.Amounts.GetValueOrDefault(resource)), node.Allocatable[resource]))
            .Append(Free(node.Pods + 1, node.Allocatable.GetValueOrDefault("pods", 110)))
            .ToList();
        return shares.Average();
    }

    private static double Free(long used, long allocatable) => allocatable == 0 ? 0 : Math.Max(0, 100.0 * (allocatable - used) / allocatable);
}
