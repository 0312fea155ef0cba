using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.GarbageCollection;

/// <summary>Deletes objects whose owners are gone. A key is an owner's uid.</summary>
internal sealed class GarbageCollector(IResourceClient client) : IReactor
{
    private const string Foreground = "foregroundDeletion";
    private const string Orphan = "orphan";

    public string Name => "generic-garbage-collector";

    /// <summary>Events own nothing and are owned by nothing.</summary>
    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [.. client.Kinds.All.Where(kind => kind != BuiltInKinds.Events).Select(kind => new ReactorTrigger(kind, Wakes))];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = new HashSet<string>();
        foreach (var kind in client.Kinds.All.Where(kind => kind.Namespaced))
        {
            foreach (var item in (await client.StateAsync(kind, cancellationToken).ConfigureAwait(false)).All())
            {
                keys.UnionWith(item.Parse().Objects("metadata", "ownerReferences").Select(owner => owner.Text("uid") ?? ""));
                if (item.IsDeleting)
                {
                    keys.Add(item.Uid);
                }
            }
        }

        return [.. keys];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var owner = await FindAsync(key, cancellationToken).ConfigureAwait(false);
        var dependents = await DependentsAsync(key, cancellationToken).ConfigureAwait(false);
        var finalizers = owner?.Parse().Texts("metadata", "finalizers").ToList() ?? [];
        if (owner is { IsDeleting: true } && finalizers.Contains(Orphan))
        {
            await Task.WhenAll(dependents.Select(one => ForgetAsync(one, [key], cancellationToken))).ConfigureAwait(false);
            await ReleaseAsync(owner, Orphan, cancellationToken).ConfigureAwait(false);
        }
        else if (owner is { IsDeleting: true } && finalizers.Contains(Foreground))
        {
            var blocking = dependents.Where(one => one.Parse().Objects("metadata", "ownerReferences").Any(reference => reference.Text("uid") == key && reference.Flag("blockOwnerDeletion"))).ToList();
            await Task.WhenAll(dependents.Where(one => !one.IsDeleting).Select(one => DeleteAsync(one, Propagation.Foreground, cancellationToken))).ConfigureAwait(false);
            if (blocking.Count == 0)
            {
                await ReleaseAsync(owner, Foreground, cancellationToken).ConfigureAwait(false);
            }
        }
        else if (owner is null)
        {
            await Task.WhenAll(dependents.Select(one => CollectAsync(one, cancellationToken))).ConfigureAwait(false);
        }

        return ReconcileResult.Done;
    }

    /// <summary>A deletion concerns the dependents of what went; a new or deleted dependent its owners.</summary>
    private static IEnumerable<string> Wakes(ResourceObject? before, ResourceObject? after)
    {
        if (after is null || after.IsDeleting)
        {
            yield return (after ?? before)!.Uid;
        }

        if (before is null || after is null)
        {
            foreach (var owner in (after ?? before)!.Parse().Objects("metadata", "ownerReferences"))
            {
                yield return owner.Text("uid") ?? "";
            }
        }
    }

    private async Task<ResourceObject?> FindAsync(string uid, CancellationToken cancellationToken)
    {
        foreach (var kind in client.Kinds.All.Where(kind => kind != BuiltInKinds.Events))
        {
            if ((await client.StateAsync(kind, cancellationToken).ConfigureAwait(false)).All().FirstOrDefault(item => item.Uid == uid) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private async Task<List<ResourceObject>> DependentsAsync(string uid, CancellationToken cancellationToken)
    {
        var dependents = new List<ResourceObject>();
        foreach (var kind in client.Kinds.All)
        {
            dependents.AddRange((await client.StateAsync(kind, cancellationToken).ConfigureAwait(false)).OwnedBy(uid, controllerOnly: false));
        }

        return dependents;
    }

    private async Task CollectAsync(ResourceObject dependent, CancellationToken cancellationToken)
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

        switch (GarbagePlan.Decide(document, reference => !gone.Contains(reference.Text("uid") ?? "")))
        {
            case GarbagePlan.Fate.Delete:
                await DeleteAsync(dependent, Propagation.Background, cancellationToken).ConfigureAwait(false);
                break;
            case GarbagePlan.Fate.ForgetOwners:
                await ForgetAsync(dependent, gone, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>An owner of a kind that is not served may well exist elsewhere: it counts as there.</summary>
    private async Task<bool> ExistsAsync(JsonObject reference, string @namespace, CancellationToken cancellationToken)
    {
        if (client.Kinds.FindKind(reference.Text("apiVersion") ?? "", reference.Text("kind") ?? "") is not { } kind)
        {
            return true;
        }

        var name = new ObjectName(kind.Namespaced ? @namespace : "", reference.Text("name") ?? "");
        return (await client.GetAsync(kind, name, cancellationToken).ConfigureAwait(false))?.Uid == reference.Text("uid");
    }

    private Task DeleteAsync(ResourceObject item, Propagation propagation, CancellationToken cancellationToken) =>
        client.WriteAsync(new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Propagation: propagation, Uid: item.Uid)), WriteContext.Controller(Name), cancellationToken);

    private Task ForgetAsync(ResourceObject item, IReadOnlyCollection<string> owners, CancellationToken cancellationToken) =>
        client.WriteAsync(new ResourceWrite.Update(item.Kind, item.Name, current => Without(current, item.Uid, "ownerReferences", one => owners.Contains(one.Text("uid") ?? ""))), WriteContext.Controller(Name), cancellationToken);

    private Task ReleaseAsync(ResourceObject owner, string finalizer, CancellationToken cancellationToken) =>
        client.WriteAsync(new ResourceWrite.Update(owner.Kind, owner.Name, current => Without(current, owner.Uid, "finalizers", one => one.Text() == finalizer)), WriteContext.Controller(Name), cancellationToken);

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
