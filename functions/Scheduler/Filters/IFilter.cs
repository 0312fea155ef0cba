using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>A reason why a node cannot take a pod. Pure.</summary>
internal interface IFilter
{
    /// <summary>Why not, in the words that users see counted by node; null when it can.</summary>
    string? Refuse(V1Pod pod, NodeInfo node);
}
