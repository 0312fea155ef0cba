using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>What a node, and the pods on it, need done. Pure.</summary>
internal static class NodePlan
{
    /// <summary>A node whose lease was not renewed for so long counts as out of reach.</summary>
    public static readonly TimeSpan LeaseGrace = TimeSpan.FromSeconds(40);

    private const string NotReady = "node.kubernetes.io/not-ready";
    private const string Unreachable = "node.kubernetes.io/unreachable";
    private const string Unschedulable = "node.kubernetes.io/unschedulable";
    private static readonly string[] Judged = ["Ready", "MemoryPressure", "DiskPressure", "PIDPressure"];

    /// <param name="Status">The node's status to write; null to leave it.</param>
    /// <param name="Taints">The node's taints to write; null to leave them.</param>
    /// <param name="Evict">The pods to delete.</param>
    /// <param name="LookAgainAfter">When to judge again.</param>
    public sealed record Plan(JsonObject? Status, JsonArray? Taints, IReadOnlyList<ResourceObject> Evict, TimeSpan LookAgainAfter);

    /// <summary>When a node last showed that it lives: in its row, its Lease, or by its coming. No node's clock counts: of a row it is the store's, of a Lease that
    /// of the server that took it; and a time that is yet to come does not hide that a node is silent.</summary>
    /// <param name="node">The node.</param>
    /// <param name="lease">Its lease; null when there is none.</param>
    /// <param name="ages">How long ago nodes beat in their rows; null where they have none.</param>
    /// <param name="now">Now.</param>
    public static DateTimeOffset Heartbeat(JsonObject node, JsonObject? lease, IReadOnlyDictionary<string, TimeSpan>? ages, DateTimeOffset now)
    {
        var row = ages is not null && ages.TryGetValue(node.Text("metadata", "name") ?? "", out var age) ? now - age : (DateTimeOffset?)null;

        // A Lease that follows the row says nothing that the row does not.
        var renewed = row is not null && IsFolded(lease) ? null : Believed(IsFolded(lease) ? RenewedAt(lease) : Writing(lease) ?? RenewedAt(lease), now);
        var created = node.Text("metadata", "creationTimestamp");
        DateTimeOffset?[] signs = [row, renewed, created is null ? now : Believed(Time(created), now)];
        return signs.Max() ?? DateTimeOffset.MinValue;
    }

    /// <summary>Whether a node has shown nothing yet but that it came, by the clock of whichever server took it: how long it is silent cannot be told from that.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="lease">Its lease; null when there is none.</param>
    /// <param name="ages">How long ago nodes beat in their rows.</param>
    public static bool IsUnheard(string name, JsonObject? lease, IReadOnlyDictionary<string, TimeSpan> ages) => !ages.ContainsKey(name) && (lease is null || IsFolded(lease));

    /// <summary>Whether a lease was last renewed from its node's row, and not by the node itself.</summary>
    public static bool IsFolded(JsonObject? lease) => Renewal(lease).Text("manager") == NodeController.ControllerName;

    /// <summary>When a lease was renewed last.</summary>
    public static DateTimeOffset? RenewedAt(JsonObject? lease) => Time(lease.Text("spec", "renewTime"));

    /// <summary>What of a node a judgement depends on, in words that differ where it does. A node that says once more that it is well says nothing new.</summary>
    public static string DependsOn(JsonObject node)
    {
        var conditions = node.Objects("status", "conditions").Select(condition => $"{condition.Text("type")}={condition.Text("status")}").Order(StringComparer.Ordinal);
        return $"{node.Flag("spec", "unschedulable")} {node.At("spec", "taints")?.ToJsonString()} {string.Join(' ', conditions)}";
    }

    /// <summary>Whether pods may have to leave the node.</summary>
    public static bool Evicts(JsonObject node) => node.Objects("spec", "taints").Any(taint => taint.Text("effect") == "NoExecute");

    /// <param name="node">The node.</param>
    /// <param name="heartbeat">When it last showed that it lives.</param>
    /// <param name="pods">The pods bound to it.</param>
    /// <param name="now">Now.</param>
    public static Plan Decide(JsonObject node, DateTimeOffset heartbeat, IReadOnlyList<ResourceObject> pods, DateTimeOffset now)
    {
        var isLate = now - heartbeat > LeaseGrace;
        var status = isLate ? Unknown(node, now) : null;
        var ready = isLate ? "Unknown" : Conditions.Find(node["status"], "Ready").Text("status");
        var taints = Taints(node, ready, now);
        var (evict, wait) = Evictions(taints ?? node.At("spec", "taints") as JsonArray ?? [], pods, now);
        var untilLate = isLate ? LeaseGrace : heartbeat + LeaseGrace - now + TimeSpan.FromSeconds(1);
        return new Plan(status, taints, evict, wait < untilLate ? wait : untilLate);
    }

    /// <summary>The status of a pod that has to leave before it is told to go; null where it says so already.</summary>
    public static JsonObject? Evicted(JsonObject pod, DateTimeOffset now)
    {
        var status = pod["status"]?.DeepClone() as JsonObject ?? [];
        return Conditions.Set(status, "DisruptionTarget", "True", "DeletionByTaintManager", "Taint manager: deleting due to NoExecute taint", now) ? status : null;
    }

    private static JsonObject? Unknown(JsonObject node, DateTimeOffset now)
    {
        var status = node["status"]?.DeepClone() as JsonObject ?? [];
        var changed = false;
        foreach (var type in Judged)
        {
            changed |= Conditions.Set(status, type, "Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status.", now);
        }

        return changed ? status : null;
    }

    /// <summary>The taints that follow from the node's state, beside those that others set; null when they are right. One that has not said yet how it is keeps
    /// what it came with.</summary>
    private static JsonArray? Taints(JsonObject node, string? ready, DateTimeOffset now)
    {
        List<(string Key, string Effect)> wanted = ready switch
        {
            "True" => [],
            "False" => [(NotReady, "NoSchedule"), (NotReady, "NoExecute")],
            null => [(NotReady, "NoSchedule")],
            _ => [(Unreachable, "NoSchedule"), (Unreachable, "NoExecute")],
        };
        if (node.Flag("spec", "unschedulable"))
        {
            wanted.Add((Unschedulable, "NoSchedule"));
        }

        var present = node.Objects("spec", "taints").ToList();
        var kept = present.Where(taint => taint.Text("key") is not (NotReady or Unreachable or Unschedulable) || wanted.Contains((taint.Text("key")!, taint.Text("effect") ?? ""))).ToList();
        var missing = wanted.Where(one => !present.Any(taint => taint.Text("key") == one.Key && taint.Text("effect") == one.Effect)).ToList();
        if (missing.Count == 0 && kept.Count == present.Count)
        {
            return null;
        }

        var taints = new JsonArray([.. kept.Select(taint => taint.DeepClone())]);
        foreach (var (key, effect) in missing)
        {
            taints.Add(new JsonObject { ["key"] = key, ["effect"] = effect, ["timeAdded"] = Conditions.Time(now) });
        }

        return taints;
    }

    /// <summary>The pods that do not tolerate the node's NoExecute taints any longer, and how long the next one still does.</summary>
    private static (List<ResourceObject> Evict, TimeSpan Wait) Evictions(JsonArray taints, IReadOnlyList<ResourceObject> pods, DateTimeOffset now)
    {
        var evict = new List<ResourceObject>();
        var wait = TimeSpan.MaxValue;
        var executing = taints.OfType<JsonObject>().Where(taint => taint.Text("effect") == "NoExecute").ToList();
        foreach (var pod in executing.Count == 0 ? [] : pods.Where(pod => !pod.IsDeleting))
        {
            var left = executing.Min(taint => PodTolerations.Of(pod).Left(taint, Time(taint.Text("timeAdded")), now));
            if (left <= TimeSpan.Zero)
            {
                evict.Add(pod);
            }
            else if (left < wait)
            {
                wait = left;
            }
        }

        return (evict, wait);
    }

    /// <summary>What is yet to come counts as now if it is soon, as where two clocks differ a little; else for nothing.</summary>
    private static DateTimeOffset? Believed(DateTimeOffset? time, DateTimeOffset now) => time <= now ? time : time - now <= LeaseGrace ? now : null;

    /// <summary>When the server took the lease's last renewal, by its own clock.</summary>
    private static DateTimeOffset? Writing(JsonObject? lease) => Time(Renewal(lease).Text("time"));

    private static JsonObject? Renewal(JsonObject? lease) =>
        lease is null ? null : lease.Objects("metadata", "managedFields").Where(entry => entry.At("fieldsV1", "f:spec", "f:renewTime") is not null).MaxBy(entry => entry.Text("time"), StringComparer.Ordinal);

    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;
}
