using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Nodes;

/// <summary>Judges nodes by their leases, taints those that are not well, and takes pods off them. A key is a node's name, or a <see cref="MissingNode"/>.</summary>
/// <remarks>Where nodes beat in rows of their own the tick looks at all of them once a minute, and this need not remind itself.</remarks>
internal sealed class NodeController(IResourceClient client, TimeProvider time, INodeSignals? signals = null) : IReactor
{
    public const string ControllerName = "node-controller";

    public const string LeaseNamespace = "kube-node-lease";

    public string Name => ControllerName;

    public ReactorGroup Group => ReactorGroup.Nodes;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(CoreKinds.Nodes, static (before, after) => before is null || after is null || NodePlan.DependsOn(before.Parse()) != NodePlan.DependsOn(after.Parse()) ? [(after ?? before)!.Name.Name] : []),
        new(CoreKinds.Pods, static (before, after) => after is not null && PodFacts.Of(after).NodeName is { Length: > 0 } node && (before is null || PodFacts.Of(before).NodeName.Length == 0) ? [node] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(5);

    public static ObjectName LeaseOf(string node) => new(LeaseNamespace, node);

    /// <summary>The nodes there are, and those that pods are bound to though they are gone.</summary>
    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var nodes = await Keys.AllAsync(client, CoreKinds.Nodes, cancellationToken).ConfigureAwait(false);
        var pods = await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
        return [.. pods.All().Select(pod => PodFacts.Of(pod).NodeName).Where(name => name.Length > 0).Union(nodes)];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var (nodeName, wasMissing) = MissingNode.Parse(key);
        var name = new ObjectName("", nodeName);
        var pods = (await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false)).OnNode(nodeName).ToList();
        if (await client.GetAsync(CoreKinds.Nodes, name, cancellationToken).ConfigureAwait(false) is not { } node)
        {
            return wasMissing ? new ReconcileResult(Failure: Outcomes.First(await Task.WhenAll(pods.Select(pod => CollectAsync(pod, cancellationToken))).ConfigureAwait(false)))
                : pods.Count > 0 ? new ReconcileResult(MissingNode.Quarantine, LookAgainAs: MissingNode.KeyOf(nodeName, time.GetUtcNow()))
                : ReconcileResult.Done;
        }

        return wasMissing ? ReconcileResult.Done : await JudgeAsync(name, node, pods, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ReconcileResult> JudgeAsync(ObjectName name, ResourceObject node, List<ResourceObject> pods, CancellationToken cancellationToken)
    {
        var heartbeat = await HeartbeatAsync(node, cancellationToken).ConfigureAwait(false);
        var now = time.GetUtcNow();
        var plan = NodePlan.Decide(node.Parse(), heartbeat, pods, now);
        var failures = new List<ReconcileFailure?>();
        if (plan.Status is not null)
        {
            failures.Add(await UpdateAsync(name, Subresource.Status, current => Judged(current, node.Uid, heartbeat, now), cancellationToken).ConfigureAwait(false));
        }

        if (plan.Taints is not null)
        {
            failures.Add(await UpdateAsync(name, Subresource.None, current => Tainted(current, node.Uid, heartbeat, now), cancellationToken).ConfigureAwait(false));
        }

        failures.Add(await EvictAsync(plan.Evict, cancellationToken).ConfigureAwait(false));
        return new ReconcileResult(signals is null ? plan.LookAgainAfter : null, Outcomes.First(failures));
    }

    /// <summary>When the node last showed that it lives. Where nodes beat in rows, one that has not yet is expected to from now on.</summary>
    private async ValueTask<DateTimeOffset> HeartbeatAsync(ResourceObject node, CancellationToken cancellationToken)
    {
        var ages = signals is null ? null : await signals.BeatAgesAsync(cancellationToken).ConfigureAwait(false);
        var lease = (await client.GetAsync(CoordinationKinds.Leases, LeaseOf(node.Name.Name), cancellationToken).ConfigureAwait(false))?.Parse();
        if (ages is null || !NodePlan.IsUnheard(node.Name.Name, lease, ages))
        {
            return NodePlan.Heartbeat(node.Parse(), lease, ages, time.GetUtcNow());
        }

        await signals!.ExpectAsync(node.Name.Name, cancellationToken).ConfigureAwait(false);
        return time.GetUtcNow();
    }

    /// <summary>Tells pods to go that do not tolerate the node's taints any longer, once they say that this is why.</summary>
    private async Task<ReconcileFailure?> EvictAsync(IReadOnlyList<ResourceObject> pods, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var told = await Task.WhenAll(pods.Select(pod => TellAsync(pod, current => NodePlan.Evicted(current, now), cancellationToken))).ConfigureAwait(false);
        return Outcomes.First([.. told, await DeleteAsync(pods.Where((_, at) => told[at] is null), new DeletePolicy(), cancellationToken).ConfigureAwait(false)]);
    }

    /// <summary>Ends a pod whose node is gone, and lets it go at once: nobody is there who could end it.</summary>
    private async Task<ReconcileFailure?> CollectAsync(ResourceObject pod, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await TellAsync(pod, current => MissingNode.Ended(current, now), cancellationToken).ConfigureAwait(false)
            ?? await DeleteAsync([pod], new DeletePolicy(GracePeriodSeconds: 0), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a pod the status that it is to have before it goes.</summary>
    private async Task<ReconcileFailure?> TellAsync(ResourceObject pod, Func<JsonObject, JsonObject?> status, CancellationToken cancellationToken)
    {
        UpdateDecision Told(JsonObject? current) => current is not null && status(current) is { } wanted ? StatusUpdate.Of(current, pod.Uid, wanted) : new UpdateDecision.Nothing();

        return Outcomes.Failure(await client.WriteAsync(new ResourceWrite.Update(CoreKinds.Pods, pod.Name, Told), WriteContext.Controller(Name, Subresource.Status), cancellationToken).ConfigureAwait(false));
    }

    private async Task<ReconcileFailure?> UpdateAsync(ObjectName name, Subresource subresource, UpdateFunction function, CancellationToken cancellationToken) =>
        Outcomes.Failure(await client.WriteAsync(new ResourceWrite.Update(CoreKinds.Nodes, name, function), WriteContext.Controller(Name, subresource), cancellationToken).ConfigureAwait(false));

    /// <summary>Judges the node as it is by then: somebody else may have written its status.</summary>
    private static UpdateDecision Judged(JsonObject? current, string uid, DateTimeOffset heartbeat, DateTimeOffset now) =>
        current is not null && current.Text("metadata", "uid") == uid && NodePlan.Decide(current, heartbeat, [], now).Status is { } status
            ? StatusUpdate.Of(current, uid, status)
            : new UpdateDecision.Nothing();

    /// <summary>Adds to and takes from the taints that the node has by then: others set theirs too.</summary>
    private static UpdateDecision Tainted(JsonObject? current, string uid, DateTimeOffset heartbeat, DateTimeOffset now)
    {
        if (current is null || current.Text("metadata", "uid") != uid || NodePlan.Decide(current, heartbeat, [], now).Taints is not { } taints)
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("spec")["taints"] = taints;
        return new UpdateDecision.Replace(current);
    }

    private async Task<ReconcileFailure?> DeleteAsync(IEnumerable<ResourceObject> pods, DeletePolicy policy, CancellationToken cancellationToken) =>
        Outcomes.First((await Task.WhenAll(pods.Select(pod => client.WriteAsync(
            new ResourceWrite.Delete(CoreKinds.Pods, pod.Name, policy with { Uid = pod.Uid }),
            WriteContext.Controller(Name),
            cancellationToken))).ConfigureAwait(false)).Select(Outcomes.FailureOfDelete));
}
