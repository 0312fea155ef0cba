using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
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
    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [.. client.Kinds.All.Where(kind => kind != BuiltInKinds.Events).Select(kind => new ReactorTrigger(kind, Wakes))];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>What goes together, such as a thousand pods, is looked into together: each run reads every kind, and those that run at once share the queries.</summary>
    public int RunsAtOnce => 500;

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var states = await StatesAsync(client.Kinds.All.Where(kind => kind != BuiltInKinds.Events), cancellationToken).ConfigureAwait(false);
        return [.. states.SelectMany(state => state.All()).SelectMany(item => item.IsDeleting ? OwnerKey.OwnersOf(item).Append(OwnerKey.Of(item)) : OwnerKey.OwnersOf(item)).Distinct().Select(key => key.ToString())];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var named = OwnerKey.Parse(key);
        if (client.Kinds.FindKind(named.ApiVersion, named.Kind) is not { } kind)
        {
            // An owner of a kind that is not served may well exist elsewhere: it counts as there.
            return ReconcileResult.Done;
        }

        var found = await client.GetAsync(kind, named.NameIn(kind), cancellationToken).ConfigureAwait(false);
        var owner = found?.Uid == named.Uid ? found : null;
        var finalizers = owner is { IsDeleting: true } ? owner.Parse().Texts("metadata", "finalizers").ToList() : [];
        if (owner is not null && !finalizers.Contains(Orphan) && !finalizers.Contains(Foreground))
        {
            return ReconcileResult.Done;
        }

        var states = await StatesAsync(client.Kinds.All.Where(one => one != BuiltInKinds.Events), cancellationToken).ConfigureAwait(false);
        var dependents = states.SelectMany(state => state.OwnedBy(named.Uid, controllerOnly: false)).ToList();
        var failure = owner is null ? await AllAsync(dependents.Select(one => CollectAsync(one, cancellationToken))).ConfigureAwait(false)
            : finalizers.Contains(Orphan) ? await OrphanAsync(owner, dependents, cancellationToken).ConfigureAwait(false)
            : await DeleteBeforeAsync(owner, dependents, cancellationToken).ConfigureAwait(false);
        return new ReconcileResult(Failure: failure);
    }

    /// <summary>A deletion concerns the dependents of what went; a new or deleted dependent its owners.</summary>
    private static IEnumerable<string> Wakes(ResourceObject? before, ResourceObject? after)
    {
        if (after is null || after.IsDeleting)
        {
            yield return OwnerKey.Of((after ?? before)!).ToString();
        }

        if (before is null || after is null)
        {
            foreach (var owner in OwnerKey.OwnersOf((after ?? before)!))
            {
                yield return owner.ToString();
            }
        }
    }

    private Task<ResourceState[]> StatesAsync(IEnumerable<ResourceKind> kinds, CancellationToken cancellationToken) =>
        Task.WhenAll(kinds.Select(kind => client.StateAsync(kind, cancellationToken).AsTask()));

    private async Task<string?> OrphanAsync(ResourceObject owner, List<ResourceObject> dependents, CancellationToken cancellationToken) =>
        await AllAsync(dependents.Select(one => ForgetAsync(one, [owner.Uid], cancellationToken))).ConfigureAwait(false)
            ?? await ReleaseAsync(owner, Orphan, cancellationToken).ConfigureAwait(false);

    /// <summary>Deletes the dependents, and lets the owner go once none is left that stands in its way.</summary>
    private async Task<string?> DeleteBeforeAsync(ResourceObject owner, List<ResourceObject> dependents, CancellationToken cancellationToken)
    {
        var isBlocked = dependents.Any(one => one.Parse().Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid && reference.Flag("blockOwnerDeletion")));
        var failure = await AllAsync(dependents.Where(one => !one.IsDeleting).Select(one => DeleteAsync(one, Propagation.Foreground, cancellationToken))).ConfigureAwait(false);
        return failure ?? (isBlocked ? null : await ReleaseAsync(owner, Foreground, cancellationToken).ConfigureAwait(false));
    }

    private static async Task<string?> AllAsync(IEnumerable<Task<string?>> writes) => Outcomes.First(await Task.WhenAll(writes).ConfigureAwait(false));

    private async Task<string?> CollectAsync(ResourceObject dependent, CancellationToken cancellationToken)
    {
        var document = dependent.Parse();
        var gone = new List<string>();
        foreach (var reference in document.Objects("metadata", "ownerReferences"))
        {
            if (!await ExistsAsync(reference, dependent.Name.Namespace, cancellationToken).ConfigureAwait(false))
            {
                gone.Add(reference.Text("uid") ?? "");
            }
        }

        return GarbagePlan.Decide(document, reference => !gone.Contains(reference.Text("uid") ?? "")) switch
        {
            GarbagePlan.Fate.Delete => await DeleteAsync(dependent, Propagation.Background, cancellationToken).ConfigureAwait(false),
            GarbagePlan.Fate.ForgetOwners => await ForgetAsync(dependent, gone, cancellationToken).ConfigureAwait(false),
            _ => null,
        };
    }

    /// <summary>An owner of a kind that is not served may well exist elsewhere: it counts as there.</summary>
    private async Task<bool> ExistsAsync(JsonObject reference, string @namespace, CancellationToken cancellationToken)
    {
        var owner = OwnerKey.Of(reference, @namespace);
        return client.Kinds.FindKind(owner.ApiVersion, owner.Kind) is not { } kind
            || (await client.GetAsync(kind, owner.NameIn(kind), cancellationToken).ConfigureAwait(false))?.Uid == owner.Uid;
    }

    private async Task<string?> DeleteAsync(ResourceObject item, Propagation propagation, CancellationToken cancellationToken) => Outcomes.FailureOfDelete(await client.WriteAsync(
        new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Propagation: propagation, Uid: item.Uid)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false));

    private Task<string?> ForgetAsync(ResourceObject item, IReadOnlyCollection<string> owners, CancellationToken cancellationToken) =>
        UpdateAsync(item, current => Without(current, item.Uid, "ownerReferences", one => owners.Contains(one.Text("uid") ?? "")), cancellationToken);

    private Task<string?> ReleaseAsync(ResourceObject owner, string finalizer, CancellationToken cancellationToken) =>
        UpdateAsync(owner, current => Without(current, owner.Uid, "finalizers", one => one.Text() == finalizer), cancellationToken);

    private async Task<string?> UpdateAsync(ResourceObject item, UpdateFunction function, CancellationToken cancellationToken) =>
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
