using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.GarbageCollection;

/// <summary>Deletes objects whose owners are gone. A key is an <see cref="OwnerKey"/>.</summary>
internal sealed class GarbageCollector(IResourceClient client) : IReactor
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public string Name => "generic-garbage-collector";

    public ReactorGroup Group => ReactorGroup.Cluster;

    /// <summary>Events own nothing and are owned by nothing.</summary>
    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [.. KindTable.BuiltIn.All.Where(kind => kind.Conversion is null && kind != CoreKinds.Events).Select(kind => new ReactorTrigger(kind, Wakes))];

    public Func<ResourceObject?, ResourceObject?, IEnumerable<string>>? CustomTrigger => Wakes;

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>What goes together, such as a thousand pods, is looked into together: each run reads every kind, and those that run at once share the queries.</summary>
    public int RunsAtOnce => 500;

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var states = await StatesAsync(cancellationToken).ConfigureAwait(false);
        return [.. states.SelectMany(state => state.All()).SelectMany(item => item.IsDeleting ? OwnerKey.OwnersOf(item).Append(OwnerKey.Of(item)) : OwnerKey.OwnersOf(item)).Distinct().Select(key => key.ToString())];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var named = OwnerKey.Parse(key);
        if (await KindOfAsync(named, cancellationToken).ConfigureAwait(false) is not { } kind)
        {
            return ReconcileResult.Done;
        }

        var found = await client.GetAsync(kind, named.NameIn(kind), cancellationToken).ConfigureAwait(false);
        var owner = found?.Uid == named.Uid ? found : null;
        var finalizers = owner is { IsDeleting: true } ? owner.Parse().Texts("metadata", "finalizers").ToList() : [];
        if (owner is not null && !finalizers.Contains(Orphan) && !finalizers.Contains(Foreground))
        {
            return ReconcileResult.Done;
        }

        var states = await StatesAsync(cancellationToken).ConfigureAwait(false);
        var dependents = states.SelectMany(state => state.OwnedBy(named.Uid, controllerOnly: false)).ToList();
        var failure = owner is null ? await AllAsync(dependents.Select(one => CollectAsync(one, cancellationToken))).ConfigureAwait(false)
            : finalizers.Contains(Orphan) ? await OrphanAsync(owner, dependents, cancellationToken).ConfigureAwait(false)
            : await DeleteBeforeAsync(owner, dependents, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(Failure: failure);
    }

    /// <summary>A deletion concerns the dependents of what went; a new or deleted dependent its owners; an update the owners that came or went by it.</summary>
    private static IEnumerable<string> Wakes(ResourceObject? before, ResourceObject? after)
    {
        if (after is null || after.IsDeleting)
        {
            yield return OwnerKey.Of((after ?? before)!).ToString();
        }

        var (left, right) = (OwnersOf(before), OwnersOf(after));
        foreach (var owner in left.Except(right).Concat(right.Except(left)))
        {
            yield return owner.ToString();
        }
    }

    private static IEnumerable<OwnerKey> OwnersOf(ResourceObject? item) => item is null ? [] : OwnerKey.OwnersOf(item);

    private async Task<ResourceState[]> StatesAsync(CancellationToken cancellationToken)
    {
        var kinds = await client.KindsInUseAsync(cancellationToken).ConfigureAwait(false);
        return await Task.WhenAll(kinds.Where(kind => kind != CoreKinds.Events).Select(kind => client.StateAsync(kind, cancellationToken).AsTask())).ConfigureAwait(false);
    }

    private async Task<ReconcileFailure?> OrphanAsync(ResourceObject owner, List<ResourceObject> dependents, CancellationToken cancellationToken) =>
        await AllAsync(dependents.Select(one => ForgetAsync(one, [owner.Uid], keepsOne: false, cancellationToken))).ConfigureAwait(false)
            ?? await ReleaseAsync(owner, Orphan, cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the dependents, and lets the owner go once none is left that stands in its way.</summary>
    private async Task<ReconcileFailure?> DeleteBeforeAsync(ResourceObject owner, List<ResourceObject> dependents, CancellationToken cancellationToken)
    {
        dependents = [.. dependents.Where(one => IsMeant(one, owner))];
        var isBlocked = dependents.Any(one => one.Owners.Any(reference => reference.Uid == owner.Uid && reference.BlocksDeletion));
        var failure = await AllAsync(dependents.Where(one => !one.IsDeleting).Select(one => DeleteOrForgetAsync(one, owner, cancellationToken))).ConfigureAwait(false);
        return failure ?? (isBlocked ? null : await ReleaseAsync(owner, Foreground, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Whether a dependent means this owner: who has only its uid right means something that cannot be found.</summary>
    private static bool IsMeant(ResourceObject dependent, ResourceObject owner) => OwnerKey.OwnersOf(dependent).Any(key =>
        key.Uid == owner.Uid && key.Kind == owner.Kind.Kind && key.Group == owner.Kind.Group && key.NameIn(owner.Kind) == owner.Name);

    /// <summary>A dependent that another owner still wants stays with that one; an owner that waits for its own dependents does not.</summary>
    private async Task<ReconcileFailure?> DeleteOrForgetAsync(ResourceObject dependent, ResourceObject owner, CancellationToken cancellationToken)
    {
        foreach (var reference in dependent.Owners.Where(one => one.Uid != owner.Uid))
        {
            if (await ExistsAsync(reference, dependent.Name.Namespace, isWaitingEnough: false, cancellationToken).ConfigureAwait(false))
            {
                return await ForgetAsync(dependent, [owner.Uid], keepsOne: true, cancellationToken).ConfigureAwait(false);
            }
        }

        return await DeleteAsync(dependent, Propagation.Foreground, [.. dependent.Owners.Select(one => one.Uid)], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ReconcileFailure?> AllAsync(IEnumerable<Task<ReconcileFailure?>> writes) => Outcomes.First(await Task.WhenAll(writes).ConfigureAwait(false));

    private async Task<ReconcileFailure?> CollectAsync(ResourceObject dependent, CancellationToken cancellationToken)
    {
        var gone = new List<string>();
        foreach (var owner in dependent.Owners)
        {
            if (!await ExistsAsync(owner, dependent.Name.Namespace, isWaitingEnough: true, cancellationToken).ConfigureAwait(false))
            {
                gone.Add(owner.Uid);
            }
        }

        return GarbagePlan.Decide(dependent.Owners, owner => !gone.Contains(owner.Uid)) switch
        {
            GarbagePlan.Fate.Delete => await DeleteAsync(dependent, PropagationOf(dependent), gone, cancellationToken).ConfigureAwait(false),
            GarbagePlan.Fate.ForgetOwners => await ForgetAsync(dependent, gone, keepsOne: true, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
    }

    /// <summary>What becomes of a dependent's own dependents: what its finalizers say.</summary>
    private static Propagation PropagationOf(ResourceObject dependent)
    {
        var finalizers = dependent.Parse().Texts("metadata", "finalizers").ToList();
        return finalizers.Contains(Orphan) ? Propagation.Orphan : finalizers.Contains(Foreground) ? Propagation.Foreground : Propagation.Background;
    }

    /// <summary>Where an owner is looked for; null where it counts as there: one of a kind that is not served may well exist elsewhere, and which object
    /// of a namespace something outside of all namespaces means cannot be told.</summary>
    private async ValueTask<ResourceKind?> KindOfAsync(OwnerKey owner, CancellationToken cancellationToken)
    {
        var kind = KindTable.BuiltIn.FindKind(owner.ApiVersion, owner.Kind);
        if (kind is null)
        {
            // Of a custom kind whose definition has gone, its objects went before.
            var kinds = await client.KindsAsync(cancellationToken).ConfigureAwait(false);
            kind = kinds.FindKind(owner.ApiVersion, owner.Kind) ?? kinds.Gone.FirstOrDefault(gone => gone.Kind == owner.Kind && gone.ApiVersion == owner.ApiVersion);
        }

        return kind is null || (kind.Namespaced && owner.Namespace.Length == 0) ? null : kind;
    }

    private async Task<bool> ExistsAsync(ObjectOwner reference, string @namespace, bool isWaitingEnough, CancellationToken cancellationToken)
    {
        var owner = OwnerKey.Of(reference, @namespace);
        return await KindOfAsync(owner, cancellationToken).ConfigureAwait(false) is not { } kind
            || (await client.GetAsync(kind, owner.NameIn(kind), cancellationToken).ConfigureAwait(false) is { } found && found.Uid == owner.Uid
                && (isWaitingEnough || !found.IsDeleting || !found.Parse().Texts("metadata", "finalizers").Contains(Foreground)));
    }

    /// <summary>Deletes an object, unless it has got an owner meanwhile that may be there.</summary>
    private async Task<ReconcileFailure?> DeleteAsync(ResourceObject item, Propagation propagation, IReadOnlyCollection<string> owners, CancellationToken cancellationToken)
    {
        Refusal? Adopted(ResourceState state) => state.Find(item.Name) is { } current && current.Owners.Any(owner => !owners.Contains(owner.Uid))
            ? new Refusal.Conflict(item.Kind.QualifiedResource, item.Name.Name, "it has another owner by now")
            : null;

        return Outcomes.FailureOfDelete(await client.WriteAsync(
            new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Propagation: propagation, Uid: item.Uid), Adopted), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Takes owners from an object. One that is to keep another owner, and by then has none, is looked at again: nobody would ever collect it.</summary>
    private Task<ReconcileFailure?> ForgetAsync(ResourceObject item, IReadOnlyCollection<string> owners, bool keepsOne, CancellationToken cancellationToken) => UpdateAsync(
        item,
        current => keepsOne && current is not null && current.Objects("metadata", "ownerReferences").All(one => owners.Contains(one.Text("uid") ?? ""))
            ? new UpdateDecision.Refuse(new Refusal.Conflict(item.Kind.QualifiedResource, item.Name.Name, "it has no other owner by now"))
            : Without(current, item.Uid, "ownerReferences", one => owners.Contains(one.Text("uid") ?? "")),
        cancellationToken);

    private Task<ReconcileFailure?> ReleaseAsync(ResourceObject owner, string finalizer, CancellationToken cancellationToken) =>
        UpdateAsync(owner, current => Without(current, owner.Uid, "finalizers", one => one.Text() == finalizer), cancellationToken);

    private async Task<ReconcileFailure?> UpdateAsync(ResourceObject item, UpdateFunction function, CancellationToken cancellationToken) =>
        Outcomes.Failure(await client.WriteAsync(new ResourceWrite.Update(item.Kind, item.Name, function), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false));

    private static UpdateDecision Without(JsonObject? current, string uid, string list, Func<JsonNode?, bool> goes)
    {
        if (current is null || current.Text("metadata", "uid") != uid || current.At("metadata", list) is not JsonArray elements)
        {
            return new UpdateDecision.Nothing();
        }

        foreach (var element in elements.Where(goes).ToList())
        {
            elements.Remove(element);
        }

        return new UpdateDecision.Replace(current);
    }
}
