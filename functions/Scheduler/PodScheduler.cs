using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Resources.Writing;
using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>Binds unbound pods to nodes, in batches. Its one key stands for all of them.</summary>
internal sealed class PodScheduler(IResourceClient client, EventRecorder events, TimeProvider time) : IReactor
{
    private const string AllPods = "pods";

    public string Name => SchedulingPlan.SchedulerName;

    public ReactorGroup Group => ReactorGroup.Scheduler;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(CoreKinds.Pods, static (before, after) => Concerns(before, after) ? [AllPods] : []),
        new(CoreKinds.PersistentVolumeClaims, static (before, after) => IsNewlyThere(before, after) ? [AllPods] : []),
        new(CoreKinds.Nodes, static (before, after) => before is null || after is null || NodeChanged(before, after) ? [AllPods] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(5);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => new([AllPods]);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var pods = await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
        var unbound = pods.WaitingFor(SchedulingPlan.SchedulerName).Where(pod => PodFacts.Of(pod).MayBePlaced).ToDictionary(pod => pod.Uid);
        if (unbound.Count == 0)
        {
            return ReconcileResult.Done;
        }

        var nodes = await client.StateAsync(CoreKinds.Nodes, cancellationToken).ConfigureAwait(false);
        var infos = nodes.All().Select(node => Info(node, pods)).ToList();
        var waiting = unbound.Values.Select(pod => pod.As<V1Pod>()).ToList();
        var claims = waiting.Any(pod => PodClaims.Of(pod).Any()) ? await client.StateAsync(CoreKinds.PersistentVolumeClaims, cancellationToken).ConfigureAwait(false) : null;
        var placements = SchedulingPlan.Decide(waiting, infos, pod => claims is null ? null : PodClaims.Refuse(pod, claims));
        var failures = await Task.WhenAll(placements.Select(placement => ActAsync(placement, unbound[placement.Pod.Metadata.Uid], nodes, cancellationToken))).ConfigureAwait(false);
        return new ReconcileResult(Failure: failures.OfType<ReconcileFailure>().OrderBy(failure => failure.IsForGood).FirstOrDefault());
    }

    /// <summary>A pod that may have to be placed, or one that leaves room.</summary>
    private static bool Concerns(ResourceObject? before, ResourceObject? after) =>
        after is null || (PodFacts.Of(after) is var facts && (facts.MayBePlaced || (facts.HasEnded && before is not null && !PodFacts.Of(before).HasEnded)));

    /// <summary>A claim that pods may have waited for: it is there, and was not, or it is not lost any more.</summary>
    private static bool IsNewlyThere(ResourceObject? before, ResourceObject? after) =>
        after is { IsDeleting: false } && (before is null || Phase(before) != Phase(after));

    private static string? Phase(ResourceObject claim) => claim.Read(document => document.Text("status", "phase"));

    /// <summary>Heartbeats do not make room; what decides does.</summary>
    private static bool NodeChanged(ResourceObject before, ResourceObject after)
    {
        var (left, right) = (before.Parse(), after.Parse());
        return !JsonNode.DeepEquals(left["spec"], right["spec"])
            || !JsonNode.DeepEquals(left.At("metadata", "labels"), right.At("metadata", "labels"))
            || !JsonNode.DeepEquals(left.At("status", "allocatable"), right.At("status", "allocatable"));
    }

    private static NodeInfo Info(ResourceObject node, ResourceState pods)
    {
        var info = new NodeInfo(node.Derived(static node => node.As<V1Node>()));
        foreach (var pod in pods.OnNode(node.Name.Name))
        {
            if (PodFacts.Of(pod) is { HasEnded: false } facts)
            {
                info.Add(facts.DemandOf(pod));
            }
        }

        return info;
    }

    private Task<ReconcileFailure?> ActAsync(SchedulingPlan.Placement placement, ResourceObject pod, ResourceState nodes, CancellationToken cancellationToken) =>
        placement.NodeName is { } node
            ? BindAsync(placement.Pod, pod, nodes.Find(new ObjectName("", node))!, cancellationToken)
            : ExplainAsync(placement, pod, cancellationToken);

    /// <summary>Binds, checked on the very revision that the binding is committed upon: what is on the node by then counts.</summary>
    private async Task<ReconcileFailure?> BindAsync(V1Pod model, ResourceObject pod, ResourceObject node, CancellationToken cancellationToken)
    {
        var name = node.Name.Name;
        Refusal? Full(ResourceState state) => SchedulingPlan.Refuse(model, Info(node, state)) is { } reason
            ? new Refusal.Conflict("pods/binding", pod.Name.Name, $"the node {name} cannot take the pod any more: {reason}")
            : null;

        var outcome = await client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Pods, pod.Name, current => Bound(current, pod.Uid, name), Full),
            WriteContext.Controller(Name, Subresource.Binding),
            cancellationToken).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Done { Effect: WriteEffect.Updated })
        {
            await events.RecordAsync(Name, pod, "Normal", "Scheduled", $"Successfully assigned {pod.Name} to {name}", cancellationToken).ConfigureAwait(false);
        }

        return outcome is ResourceOutcome.Refused { Refusal: not Refusal.NotFound } refused ? ReconcileFailure.Of(refused.Refusal) : null;
    }

    private UpdateDecision Bound(JsonObject? current, string uid, string node)
    {
        if (current is null || current.Text("metadata", "uid") != uid || !string.IsNullOrEmpty(current.Text("spec", "nodeName")))
        {
            return new UpdateDecision.Nothing();
        }

        var decision = PodBinding.Bind(current, node);
        SetScheduled(current.Ensure("status"), "True", null, null);
        (current["metadata"] as JsonObject)?.Remove("resourceVersion");
        return decision;
    }

    private async Task<ReconcileFailure?> ExplainAsync(SchedulingPlan.Placement placement, ResourceObject pod, CancellationToken cancellationToken)
    {
        var outcome = await client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Pods, pod.Name, current => Unschedulable(current, pod.Uid, placement.Message)),
            WriteContext.Controller(Name, Subresource.Status),
            cancellationToken).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Done { Effect: WriteEffect.Updated })
        {
            await events.RecordAsync(Name, pod, "Warning", "FailedScheduling", placement.Message, cancellationToken).ConfigureAwait(false);
        }

        return outcome is ResourceOutcome.Refused { Refusal: not Refusal.NotFound } refused ? ReconcileFailure.Of(refused.Refusal) : null;
    }

    private UpdateDecision Unschedulable(JsonObject? current, string uid, string message)
    {
        if (current is null || current.Text("metadata", "uid") != uid || !string.IsNullOrEmpty(current.Text("spec", "nodeName")))
        {
            return new UpdateDecision.Nothing();
        }

        SetScheduled(current.Ensure("status"), "False", "Unschedulable", message);
        (current["metadata"] as JsonObject)?.Remove("resourceVersion");
        return new UpdateDecision.Replace(current);
    }

    private void SetScheduled(JsonObject status, string value, string? reason, string? message)
    {
        var conditions = status.Ensure<JsonArray>("conditions", static () => []);
        var present = conditions.OfType<JsonObject>().FirstOrDefault(one => one.Text("type") == "PodScheduled");
        var transition = present.Text("status") == value
            ? present.Text("lastTransitionTime")
            : time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        if (present is not null)
        {
            conditions.Remove(present);
        }

        var condition = new JsonObject { ["type"] = "PodScheduled", ["status"] = value, ["lastTransitionTime"] = transition };
        if (reason is not null)
        {
            condition["reason"] = reason;
            condition["message"] = message;
        }

        conditions.Add(condition);
    }
}
