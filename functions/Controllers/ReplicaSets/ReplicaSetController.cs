using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Resources.Selectors;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.ReplicaSets;

/// <summary>Keeps as many pods as a ReplicaSet wants.</summary>
internal sealed class ReplicaSetController(IResourceClient client, EventRecorder events, TimeProvider time) : IReactor
{
    public string Name => "replicaset-controller";

    public ReactorGroup Group => ReactorGroup.Workloads;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [Keys.OnChange(AppsKinds.ReplicaSets), Keys.OnOwnedChange(CoreKinds.Pods, "ReplicaSet")];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, AppsKinds.ReplicaSets, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var name = Keys.Parse(key);

        // The pods first: what is wanted is then never older than what is there.
        var state = await client.StateAsync(CoreKinds.Pods, cancellationToken).ConfigureAwait(false);
        if (await client.GetAsync(AppsKinds.ReplicaSets, name, cancellationToken).ConfigureAwait(false) is not { } replicaSet)
        {
            return ReconcileResult.Done;
        }

        var document = replicaSet.Parse();
        var failures = new List<ReconcileFailure?>();
        failures.AddRange(await AdoptAsync(replicaSet, document, state, cancellationToken).ConfigureAwait(false));
        var pods = state.OwnedBy(replicaSet.Uid).Select(PodFacts.Of).ToList();
        var plan = ReplicaSetPlan.Decide(document, pods, time.GetUtcNow());
        var planned = new PlannedPods(replicaSet, pods, document.Integer("spec", "replicas") ?? 1);
        failures.Add(await CreateAsync(replicaSet, document, plan.Create, planned, cancellationToken).ConfigureAwait(false));
        failures.AddRange(await Task.WhenAll(plan.Delete.Select(pod => DeleteAsync(replicaSet, pod, planned, cancellationToken))).ConfigureAwait(false));
        if (plan.Status is { } status)
        {
            failures.Add(Outcomes.Failure(await client.WriteAsync(
                new ResourceWrite.Update(AppsKinds.ReplicaSets, name, current => StatusUpdate.Of(current, document, status)),
                WriteContext.Controller(Name, Subresource.Status),
                cancellationToken).ConfigureAwait(false)));
        }

        return new ReconcileResult(plan.LookAgainAfter, Outcomes.First(failures));
    }

    private async Task<ReconcileFailure?> CreateAsync(ResourceObject replicaSet, JsonObject document, int count, PlannedPods planned, CancellationToken cancellationToken)
    {
        var pod = PodTemplate.PodOf(document, replicaSet);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => client.WriteAsync(
            new ResourceWrite.Create(CoreKinds.Pods, replicaSet.Name.Namespace, (JsonObject)pod.DeepClone(), planned.RefuseCreate), WriteContext.Controller(Name), cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(outcomes.OfType<ResourceOutcome.Done>().Select(created =>
            events.RecordAsync(Name, replicaSet, "Normal", "SuccessfulCreate", $"Created pod: {created.Object.Name.Name}", cancellationToken))).ConfigureAwait(false);

        // A conflict is from the plan: somebody else was faster, whose change wakes this one again.
        return Outcomes.First(outcomes.Where(outcome => outcome is not ResourceOutcome.Refused { Refusal: Refusal.Conflict }).Select(Outcomes.Failure));
    }

    private async Task<ReconcileFailure?> DeleteAsync(ResourceObject replicaSet, PodFacts pod, PlannedPods planned, CancellationToken cancellationToken)
    {
        var outcome = await client.WriteAsync(
            new ResourceWrite.Delete(CoreKinds.Pods, new ObjectName(replicaSet.Name.Namespace, pod.Name), new DeletePolicy(Uid: pod.Uid), state => planned.RefuseDelete(state, pod.Name)),
            WriteContext.Controller(Name),
            cancellationToken).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Done)
        {
            await events.RecordAsync(Name, replicaSet, "Normal", "SuccessfulDelete", $"Deleted pod: {pod.Name}", cancellationToken).ConfigureAwait(false);
        }

        return Outcomes.FailureOfDelete(outcome);
    }

    /// <summary>Pods that match and have no controller become the ReplicaSet's own.</summary>
    private async Task<IReadOnlyList<ReconcileFailure?>> AdoptAsync(ResourceObject replicaSet, JsonObject document, ResourceState state, CancellationToken cancellationToken)
    {
        if (replicaSet.IsDeleting)
        {
            return [];
        }

        var selector = LabelSelector.From(document.At("spec", "selector"));
        var owner = PodTemplate.OwnerOf(replicaSet);
        var orphans = state.All(replicaSet.Name.Namespace)
            .Where(pod => !pod.IsDeleting && selector.Matches(pod.Labels) && !PodFacts.Of(pod).HasController);
        return await Task.WhenAll(orphans.ToList().Select(async orphan => Outcomes.Failure(await client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Pods, orphan.Name, current => Adopt(current, orphan.Uid, owner)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)))).ConfigureAwait(false);
    }

    private static UpdateDecision Adopt(JsonObject? current, string uid, JsonObject owner)
    {
        if (current is null || current.Text("metadata", "uid") != uid || current.Objects("metadata", "ownerReferences").Any(one => one.Flag("controller")))
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("metadata").Ensure<JsonArray>("ownerReferences", static () => []).Add(owner.DeepClone());
        return new UpdateDecision.Replace(current);
    }
}
