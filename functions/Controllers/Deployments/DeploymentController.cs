using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apps;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Recording;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Deployments;

/// <summary>Rolls deployments out through ReplicaSets.</summary>
internal sealed class DeploymentController(IResourceClient client, EventRecorder events, TimeProvider time) : IReactor
{
    public string Name => "deployment-controller";

    public ReactorGroup Group => ReactorGroup.Workloads;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [Keys.OnChange(AppsKinds.Deployments), Keys.OnOwnedChange(AppsKinds.ReplicaSets, "Deployment")];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, AppsKinds.Deployments, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var name = Keys.Parse(key);

        // Before and after its ReplicaSets: what is wanted is then never older than what is there, and no status older than the one written.
        var before = await client.GetAsync(AppsKinds.Deployments, name, cancellationToken).ConfigureAwait(false);
        var state = await client.StateAsync(AppsKinds.ReplicaSets, cancellationToken).ConfigureAwait(false);
        if (await client.GetAsync(AppsKinds.Deployments, name, cancellationToken).ConfigureAwait(false) is not { } deployment)
        {
            return ReconcileResult.Done;
        }

        if (before?.Revision != deployment.Revision)
        {
            return new ReconcileResult(Failure: "it was changed while its ReplicaSets were read");
        }

        var document = deployment.Parse();
        var replicaSets = state.OwnedBy(deployment.Uid).Select(one => one.Parse()).ToList();
        var plan = DeploymentPlan.Decide(document, replicaSets, time.GetUtcNow());
        var generations = replicaSets.ToDictionary(Rollout.NameOf, Generation);
        var failure = await ActAsync(deployment, document, plan, generations, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(plan.LookAgainAfter, failure);
    }

    private async Task<ReconcileFailure?> ActAsync(ResourceObject deployment, JsonObject document, DeploymentPlan.Plan plan, Dictionary<string, long> generations, CancellationToken cancellationToken)
    {
        var (name, uid) = (deployment.Name, deployment.Uid);
        var failures = new List<ReconcileFailure?>();
        if (plan.Create is { } create)
        {
            failures.Add(await CreateAsync(deployment, document, create, cancellationToken).ConfigureAwait(false));
        }

        foreach (var (replicaSet, replicas, annotations) in plan.Update)
        {
            failures.Add(await ScaleAsync(deployment, replicaSet, generations[replicaSet], replicas, annotations, cancellationToken).ConfigureAwait(false));
        }

        foreach (var forgotten in plan.Delete)
        {
            failures.Add(Outcomes.FailureOfDelete(await client.WriteAsync(
                new ResourceWrite.Delete(AppsKinds.ReplicaSets, new ObjectName(name.Namespace, forgotten.Name), new DeletePolicy(Uid: forgotten.Uid), state => StillIdle(state, name.Namespace, forgotten.Name)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        if (plan.Annotation is { } revision)
        {
            failures.Add(Outcomes.Failure(await client.WriteAsync(
                new ResourceWrite.Update(AppsKinds.Deployments, name, current => Annotate(current, uid, revision)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        // The annotation has made another version of it, which is looked at anew.
        if (plan.Annotation is null && plan.Status is { } status)
        {
            failures.Add(Outcomes.Failure(await client.WriteAsync(
                new ResourceWrite.Update(AppsKinds.Deployments, name, current => StatusUpdate.Of(current, document, status)), WriteContext.Controller(Name, Subresource.Status), cancellationToken).ConfigureAwait(false)));
        }

        return Outcomes.First(failures);
    }

    private async Task<ReconcileFailure?> CreateAsync(ResourceObject deployment, JsonObject document, JsonObject replicaSet, CancellationToken cancellationToken)
    {
        replicaSet.Ensure("metadata")["ownerReferences"] = new JsonArray(PodTemplate.OwnerOf(deployment));
        var outcome = await client.WriteAsync(new ResourceWrite.Create(AppsKinds.ReplicaSets, deployment.Name.Namespace, replicaSet), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case ResourceOutcome.Done done:
                var replicas = replicaSet.Integer("spec", "replicas") ?? 0;
                if (replicas > 0)
                {
                    await events.RecordAsync(Name, deployment, "Normal", "ScalingReplicaSet", $"Scaled up replica set {done.Object.Name.Name} from 0 to {replicas}", cancellationToken).ConfigureAwait(false);
                }

                return null;
            case ResourceOutcome.Refused { Refusal: Refusal.AlreadyExists }:
                return await CountCollisionAsync(deployment, document, replicaSet, cancellationToken).ConfigureAwait(false);
            default:
                return Outcomes.Failure(outcome);
        }
    }

    /// <summary>A ReplicaSet of that name is there: our own from a moment ago, or another template's with the same hash, which the count makes different.</summary>
    private async Task<ReconcileFailure?> CountCollisionAsync(ResourceObject deployment, JsonObject document, JsonObject replicaSet, CancellationToken cancellationToken)
    {
        var present = await client.GetAsync(AppsKinds.ReplicaSets, new ObjectName(deployment.Name.Namespace, Rollout.NameOf(replicaSet)), cancellationToken).ConfigureAwait(false);
        if (present is null || TemplateHash.IsSame(document, present.Parse()))
        {
            return null;
        }

        var status = document.Ensure("status");
        status["collisionCount"] = (status.Integer("collisionCount") ?? 0) + 1;
        await client.WriteAsync(new ResourceWrite.Update(AppsKinds.Deployments, deployment.Name, current => StatusUpdate.Of(current, deployment.Uid, status)), WriteContext.Controller(Name, Subresource.Status), cancellationToken).ConfigureAwait(false);
        return $"the ReplicaSet {Rollout.NameOf(replicaSet)} exists with another template";
    }

    private async Task<ReconcileFailure?> ScaleAsync(ResourceObject deployment, string replicaSet, long generation, long? replicas, IReadOnlyDictionary<string, string> annotations, CancellationToken cancellationToken)
    {
        long before = 0;
        UpdateDecision Change(JsonObject? current)
        {
            if (current is null || !current.Objects("metadata", "ownerReferences").Any(owner => owner.Flag("controller") && owner.Text("uid") == deployment.Uid))
            {
                return new UpdateDecision.Nothing();
            }

            if (replicas is not null && Generation(current) != generation)
            {
                // The size follows from one that it no longer has: another instance was faster.
                return new UpdateDecision.Refuse(new Refusal.Conflict("replicasets.apps", replicaSet, "it was scaled meanwhile"));
            }

            before = Rollout.Replicas(current);
            if (replicas is { } size)
            {
                current.Ensure("spec")["replicas"] = size;
            }

            foreach (var (key, value) in annotations)
            {
                current.Ensure("metadata").Ensure("annotations")[key] = value;
            }

            return new UpdateDecision.Replace(current);
        }

        var outcome = await client.WriteAsync(new ResourceWrite.Update(AppsKinds.ReplicaSets, new ObjectName(deployment.Name.Namespace, replicaSet), Change), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        if (outcome is ResourceOutcome.Done { Effect: WriteEffect.Updated } && replicas is { } after && after != before)
        {
            await events.RecordAsync(Name, deployment, "Normal", "ScalingReplicaSet", $"Scaled {(after > before ? "up" : "down")} replica set {replicaSet} from {before} to {after}", cancellationToken).ConfigureAwait(false);
        }

        return Outcomes.Failure(outcome);
    }

    /// <summary>What the history no longer keeps may have been brought back meanwhile.</summary>
    private static Refusal? StillIdle(ResourceState state, string @namespace, string replicaSet) =>
        state.Find(new ObjectName(@namespace, replicaSet)) is { } current && Rollout.Replicas(current.Parse()) > 0
            ? new Refusal.Conflict("replicasets.apps", replicaSet, "it is in use again")
            : null;

    private static long Generation(JsonObject replicaSet) => replicaSet.Integer("metadata", "generation") ?? 0;

    private static UpdateDecision Annotate(JsonObject? current, string uid, string revision)
    {
        if (current is null || current.Text("metadata", "uid") != uid)
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("metadata").Ensure("annotations")[DeploymentPlan.Revision] = revision;
        return new UpdateDecision.Replace(current);
    }
}
