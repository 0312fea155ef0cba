using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Judges all nodes at once by one query, and keeps their Leases as if they had renewed them.</summary>
/// <remarks>(1) How long each is silent; (2) the Leases follow; (3) who needs a reconcile gets one; (4) who lives but counts as lost is told to say how
/// it is; (5) the row of a node that is gone, and silent, goes.</remarks>
internal sealed class NodeHealth(IResourceClient client, INodeSignals signals, TimeProvider time) : INodeHealth
{
    /// <summary>A Lease that is this much behind is renewed; a judgement in between would write what one a moment ago has written.</summary>
    private static readonly TimeSpan LeaseBehindMax = TimeSpan.FromSeconds(5);

    /// <summary>A Lease that is this much ahead was folded by a clock that is: it is set back.</summary>
    private static readonly TimeSpan LeaseAheadMax = NodePlan.LeaseGrace;

    /// <summary>How long the row of a node without an object is kept: one that has just begun is about to register.</summary>
    private static readonly TimeSpan StrangerAgeMax = TimeSpan.FromHours(1);

    private static WriteContext Context => WriteContext.Controller(NodeController.ControllerName);

    public async Task<NodeJudgement> JudgeAsync(CancellationToken cancellationToken)
    {
        var beating = signals.BeatAgesAsync(cancellationToken).AsTask();
        var reading = client.StateAsync(CoreKinds.Nodes, cancellationToken).AsTask();
        await Task.WhenAll(beating, reading).ConfigureAwait(false);
        var (ages, nodes) = (await beating.ConfigureAwait(false), (await reading.ConfigureAwait(false)).All().ToList());
        var now = time.GetUtcNow();
        var leases = nodes.Count == 0 ? null : await client.StateAsync(CoordinationKinds.Leases, cancellationToken).ConfigureAwait(false);
        var renewals = Array.Empty<ReconcileFailure?>();
        if (leases is not null)
        {
            renewals = await Task.WhenAll(nodes.Where(node => ages.ContainsKey(node.Name.Name)).Select(node => RenewAsync(leases, node, now - ages[node.Name.Name], cancellationToken))).ConfigureAwait(false);
        }

        var due = await DueAsync(nodes, ages, leases, now, cancellationToken).ConfigureAwait(false);
        await Task.WhenAll(nodes.Where(node => IsBack(node, ages)).Select(node => signals.RingAsync(node.Name.Name, cancellationToken).AsTask())).ConfigureAwait(false);
        var known = nodes.Select(node => node.Name.Name).ToHashSet(StringComparer.Ordinal);
        await Task.WhenAll(ages.Where(pair => pair.Value > StrangerAgeMax && !known.Contains(pair.Key)).Select(pair => signals.EndAsync(pair.Key, cancellationToken).AsTask())).ConfigureAwait(false);
        return new NodeJudgement([.. due.Select(name => new Wake(NodeController.ControllerName, name))], [.. renewals.OfType<ReconcileFailure>()]);
    }

    /// <summary>The nodes of which something would have to be written, and those that nothing is heard of yet. Pods are read only where one may have to go.</summary>
    private async Task<List<string>> DueAsync(List<ResourceObject> nodes, IReadOnlyDictionary<string, TimeSpan> ages, ResourceState? leases, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = new List<string>();
        ResourceState? pods = null;
        foreach (var node in nodes)
        {
            var (document, lease) = (node.Parse(), leases?.Find(NodeController.LeaseOf(node.Name.Name))?.Parse());
            if (NodePlan.IsUnheard(node.Name.Name, lease, ages))
            {
                due.Add(node.Name.Name);
                continue;
            }

            var heartbeat = NodePlan.Heartbeat(document, lease, ages, now);
            var plan = NodePlan.Decide(document, heartbeat, [], now);
            if (plan.Status is null && plan.Taints is null && NodePlan.Evicts(document))
            {
                pods ??= await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
                plan = NodePlan.Decide(document, heartbeat, [.. pods.OnNode(node.Name.Name)], now);
            }

            if (plan.Status is not null || plan.Taints is not null || plan.Evict.Count > 0)
            {
                due.Add(node.Name.Name);
            }
        }

        return due;
    }

    private static bool IsBack(ResourceObject node, IReadOnlyDictionary<string, TimeSpan> ages) =>
        ages.TryGetValue(node.Name.Name, out var age) && age <= NodePlan.LeaseGrace && Conditions.Find(node.Parse()["status"], "Ready").Text("status") == "Unknown";

    private async Task<ReconcileFailure?> RenewAsync(ResourceState leases, ResourceObject node, DateTimeOffset beatAt, CancellationToken cancellationToken)
    {
        var name = NodeController.LeaseOf(node.Name.Name);
        if (leases.Find(name) is not { } lease)
        {
            var document = new JsonObject
            {
                ["metadata"] = new JsonObject { ["name"] = name.Name, ["ownerReferences"] = new JsonArray(Owner(node)) },
                ["spec"] = Renewed([], name.Name, beatAt),
            };
            return Outcomes.Failure(await client.WriteAsync(new ResourceWrite.Create(CoordinationKinds.Leases, name.Namespace, document), Context, cancellationToken).ConfigureAwait(false));
        }

        return IsRight(lease.Parse(), beatAt, LeaseBehindMax)
            ? null
            : Outcomes.Failure(await client.WriteAsync(new ResourceWrite.Update(CoordinationKinds.Leases, name, current => Renew(current, name.Name, beatAt)), Context, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether a Lease says what the row does: not much less, and, unless the node itself has renewed it, not much more.</summary>
    private static bool IsRight(JsonObject lease, DateTimeOffset beatAt, TimeSpan behindMax)
    {
        var ahead = (NodePlan.RenewedAt(lease) ?? DateTimeOffset.MinValue) - beatAt;
        return ahead >= -behindMax && (ahead <= LeaseAheadMax || !NodePlan.IsFolded(lease));
    }

    private static UpdateDecision Renew(JsonObject? current, string node, DateTimeOffset beatAt)
    {
        if (current is null || IsRight(current, beatAt, TimeSpan.Zero))
        {
            return new UpdateDecision.Nothing();
        }

        current["spec"] = Renewed(current["spec"] as JsonObject ?? [], node, beatAt);
        return new UpdateDecision.Replace(current);
    }

    private static JsonObject Renewed(JsonObject spec, string node, DateTimeOffset beatAt)
    {
        var renewed = (JsonObject)spec.DeepClone();
        renewed["holderIdentity"] = node;
        renewed["leaseDurationSeconds"] = (long)NodePlan.LeaseGrace.TotalSeconds;
        renewed["renewTime"] = beatAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
        return renewed;
    }

    private static JsonObject Owner(ResourceObject node) => new() { ["apiVersion"] = "v1", ["kind"] = "Node", ["name"] = node.Name.Name, ["uid"] = node.Uid };
}
