using k8s.Models;

namespace CloudOrchestrator.Scheduler.Filters;

/// <summary>A tainted node takes only pods that tolerate every taint.</summary>
internal sealed class TaintToleration : IFilter
{
    public string? Refuse(V1Pod pod, NodeInfo node)
    {
        var taint = (node.Node.Spec?.Taints ?? []).FirstOrDefault(one => one.Effect is "NoSchedule" or "NoExecute" && !Tolerates(pod, one));
        return taint is null ? null : $"node(s) had untolerated taint {{{taint.Key}: {taint.Value}}}";
    }

    public static bool Tolerates(V1Pod pod, V1Taint taint) => (pod.Spec.Tolerations ?? []).Any(one =>
        (string.IsNullOrEmpty(one.Effect) || one.Effect == taint.Effect)
        && (string.IsNullOrEmpty(one.Key) || one.Key == taint.Key)
        && (one.OperatorProperty == "Exists" || (one.Value ?? "") == (taint.Value ?? "")));
}
