using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>What a pod requests has to be free.</summary>
internal sealed class ResourcesFit : IFilter
{
    public string? Refuse(V1Pod pod, NodeInfo node)
    {
        if (node.Allocatable.TryGetValue("pods", out var most) && node.Pods + 1 > most)
        {
            return "Too many pods";
        }

        foreach (var (resource, amount) in PodDemand.Of(pod).Amounts)
        {
            if (amount > 0 && PodDemand.Sum(node.Used(resource), amount) > node.Allocatable.GetValueOrDefault(resource))
            {
                return $"Insufficient {resource}";
            }
        }

        return null;
    }
}
