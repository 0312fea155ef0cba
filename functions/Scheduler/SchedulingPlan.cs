using CloudOrchestrator.Scheduler.Filters;
using CloudOrchestrator.Scheduler.Scores;
using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>Which node each unbound pod goes to. Pure.</summary>
internal static class SchedulingPlan
{
    public const string SchedulerName = "default-scheduler";

    private static readonly IFilter[] Filters = [new NodeUnschedulable(), new TaintToleration(), new NodeSelection(), new NodePorts(), new ResourcesFit()];

    /// <param name="Pod">The pod.</param>
    /// <param name="NodeName">Its node; null where none fits.</param>
    /// <param name="Message">Why none fits.</param>
    public sealed record Placement(V1Pod Pod, string? NodeName, string Message);

    /// <param name="pods">Pods that wait for a node.</param>
    /// <param name="nodes">The nodes with what is on them. Receives the pods placed.</param>
    /// <param name="refuse">Why no node can take a pod whatever the node, as for the sake of its volumes; null where one may.</param>
    public static IReadOnlyList<Placement> Decide(IEnumerable<V1Pod> pods, IReadOnlyList<NodeInfo> nodes, Func<V1Pod, string?>? refuse = null) =>
        [.. pods.Where(MayBePlaced).OrderByDescending(pod => pod.Spec.Priority ?? 0).ThenBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).Select(pod => Place(pod, nodes, refuse?.Invoke(pod)))];

    /// <summary>Whether a pod may go to a node as it is.</summary>
    public static string? Refuse(V1Pod pod, NodeInfo node) => Filters.Select(filter => filter.Refuse(pod, node)).FirstOrDefault(reason => reason is not null);

    /// <summary>Whether a pod waits for a node and this scheduler may give it one.</summary>
    public static bool MayBePlaced(V1Pod pod) =>
        string.IsNullOrEmpty(pod.Spec.NodeName) && pod.Metadata.DeletionTimestamp is null && (pod.Spec.SchedulerName ?? SchedulerName) == SchedulerName && pod.Spec.SchedulingGates is null or { Count: 0 };

    private static Placement Place(V1Pod pod, IReadOnlyList<NodeInfo> nodes, string? refusal)
    {
        if (refusal is not null && nodes.Count > 0)
        {
            return new Placement(pod, null, $"0/{nodes.Count} nodes are available: {refusal}.");
        }

        NodeInfo? best = null;
        var bestScore = double.MinValue;
        var reasons = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var node in nodes)
        {
            if (Refuse(pod, node) is { } reason)
            {
                reasons[reason] = reasons.GetValueOrDefault(reason) + 1;
                continue;
            }

            var score = LeastAllocated.Of(pod, node) + PreferredTaints.Of(pod, node);
            if (score > bestScore)
            {
                (best, bestScore) = (node, score);
            }
        }

        best?.Add(PodDemand.Of(pod));
        return new Placement(pod, best?.Name, best is null ? Message(nodes.Count, reasons) : "");
    }

    private static string Message(int nodes, SortedDictionary<string, int> reasons)
    {
        if (nodes == 0)
        {
            return "no nodes available to schedule pods";
        }

        var counted = reasons.Select(reason => $"{reason.Value} {reason.Key}").Order(StringComparer.Ordinal);
        return $"0/{nodes} nodes are available: {string.Join(", ", counted)}.";
    }
}
