using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>A cordoned node takes only pods that tolerate it.</summary>
internal sealed class NodeUnschedulable : IFilter
{
    private static readonly V1Taint Cordon = new() { Key = "node.kubernetes.io/unschedulable", Effect = "NoSchedule" };

    public string? Refuse(V1Pod pod, NodeInfo node) =>
        node.Node.Spec?.Unschedulable == true && !TaintToleration.Tolerates(pod, Cordon) ? "node(s) were unschedulable" : null;
}
