using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.Controllers.ReplicaSets;

/// <summary>What a ReplicaSet needs done. Pure.</summary>
internal static class ReplicaSetPlan
{
    /// <summary>Most pods created or deleted in one run; more follow in the next.</summary>
    private const int BurstMax = 500;

    /// <param name="Create">How many pods to create.</param>
    /// <param name="Delete">The pods to delete.</param>
    /// <param name="Status">The status to write; null when it is as it should be.</param>
    /// <param name="LookAgainAfter">When pods become available by time alone.</param>
    public sealed record Plan(int Create, IReadOnlyList<PodFacts> Delete, JsonObject? Status, TimeSpan? LookAgainAfter);

    /// <param name="replicaSet">The ReplicaSet.</param>
    /// <param name="pods">The pods that it controls.</param>
    /// <param name="now">Now.</param>
    public static Plan Decide(JsonObject replicaSet, IReadOnlyList<PodFacts> pods, DateTimeOffset now)
    {
        var isDeleting = replicaSet.At("metadata", "deletionTimestamp") is not null;
        var active = pods.Where(pod => pod.IsActive).ToList();
        var missing = (int)(replicaSet.Integer("spec", "replicas") ?? 1) - active.Count;
        var create = isDeleting ? 0 : Math.Clamp(missing, 0, BurstMax);
        var delete = isDeleting || missing >= 0 ? [] : Victims(active, Math.Min(-missing, BurstMax));
        return new Plan(create, delete, Status(replicaSet, active, pods, now), LookAgain(replicaSet, active, now));
    }

    /// <summary>The pods that are missed least: unbound, not yet running, not ready, from crowded nodes, young, often restarted.</summary>
    public static IReadOnlyList<PodFacts> Victims(IReadOnlyList<PodFacts> active, int count)
    {
        var crowd = active.GroupBy(pod => pod.NodeName).ToDictionary(group => group.Key, group => group.Count());
        return [.. active
            .OrderBy(pod => pod.NodeName.Length == 0 ? 0 : 1)
            .ThenBy(pod => pod.Phase switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
            .ThenBy(pod => pod.IsReady ? 1 : 0)
            .ThenBy(pod => pod.DeletionCost)
            .ThenByDescending(pod => crowd[pod.NodeName])
            .ThenByDescending(pod => pod.ReadySince)
            .ThenByDescending(pod => pod.Restarts)
            .ThenByDescending(pod => pod.Created, StringComparer.Ordinal)
            .ThenBy(pod => pod.Name, StringComparer.Ordinal)
            .Take(count)];
    }

    private static JsonObject? Status(JsonObject replicaSet, List<PodFacts> active, IReadOnlyList<PodFacts> pods, DateTimeOffset now)
    {
        var minReady = replicaSet.Integer("spec", "minReadySeconds") ?? 0;
        var labels = replicaSet.Map("spec", "template", "metadata", "labels");
        var status = replicaSet["status"]?.DeepClone() as JsonObject ?? [];
        Count(status, "replicas", active.Count, keepZero: true);
        Count(status, "fullyLabeledReplicas", active.Count(pod => labels.All(label => pod.Labels.GetValueOrDefault(label.Key) == label.Value)));
        Count(status, "readyReplicas", active.Count(pod => pod.IsReady));
        Count(status, "availableReplicas", active.Count(pod => pod.IsAvailable(minReady, now)));
        Count(status, "terminatingReplicas", pods.Count(pod => pod.IsDeleting), keepZero: true);
        status["observedGeneration"] = replicaSet.Integer("metadata", "generation") ?? 0;
        return JsonNode.DeepEquals(status, replicaSet["status"]) ? null : status;
    }

    private static void Count(JsonObject status, string name, int count, bool keepZero = false)
    {
        status.Remove(name);
        if (count > 0 || keepZero)
        {
            status[name] = (long)count;
        }
    }

    private static TimeSpan? LookAgain(JsonObject replicaSet, List<PodFacts> active, DateTimeOffset now)
    {
        var minReady = TimeSpan.FromSeconds(replicaSet.Integer("spec", "minReadySeconds") ?? 0);
        var waits = active.Where(pod => pod.IsReady).Select(pod => minReady - (now - pod.ReadySince)).Where(wait => wait > TimeSpan.Zero).ToList();
        return waits.Count > 0 ? waits.Min() : null;
    }
}
