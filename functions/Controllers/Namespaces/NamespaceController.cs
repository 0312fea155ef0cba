using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, then lets them go.</summary>
internal sealed class NamespaceController(IResourceClient client, TimeProvider time) : IReactor
{
    /// <summary>How soon to look whether what takes its time to go is gone.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public string Name => "namespace-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        Keys.OnChange(CoreKinds.Namespaces),
        new(CoreKinds.Pods, static (before, after) => after is null ? [before!.Name.Namespace] : []),
        new(CoreKinds.PersistentVolumeClaims, static (before, after) => after is null ? [before!.Name.Namespace] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, CoreKinds.Namespaces, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var name = new ObjectName("", key);
        if (await client.GetAsync(CoreKinds.Namespaces, name, cancellationToken).ConfigureAwait(false) is not { IsDeleting: true } found)
        {
            return ReconcileResult.Done;
        }

        // Closes the namespace again, should whoever marked it have died before doing so. What is listed after is all there will ever be.
        var closed = await client.WriteAsync(new ResourceWrite.Delete(CoreKinds.Namespaces, name, new DeletePolicy(Uid: found.Uid)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        if (Outcomes.FailureOfDelete(closed) is { } open)
        {
            return new ReconcileResult(Failure: open);
        }

        var kinds = await client.KindsInUseAsync(cancellationToken).ConfigureAwait(false);
        var states = await Task.WhenAll(kinds.Where(kind => kind.Namespaced).Select(kind => client.StateAsync(kind, cancellationToken).AsTask())).ConfigureAwait(false);
        var contents = states.SelectMany(state => state.All(key)).ToList();
        if ((await client.GetAsync(CoreKinds.Namespaces, name, cancellationToken).ConfigureAwait(false))?.Uid != found.Uid)
        {
            // Somebody else let it go meanwhile, and what was listed may be in another of its name.
            return ReconcileResult.Done;
        }

        switch (NamespacePlan.Decide(found.Parse(), contents.Count))
        {
            case NamespacePlan.Step.Empty:
                return await EmptyAsync(found, contents, cancellationToken).ConfigureAwait(false);
            case NamespacePlan.Step.Finalize:
                return new ReconcileResult(Failure: await TellAsync(found, [], [], cancellationToken).ConfigureAwait(false) ?? Outcomes.Failure(await client.WriteAsync(
                    new ResourceWrite.Update(CoreKinds.Namespaces, name, current => Released(current, found.Uid)), WriteContext.Controller(Name, Subresource.Finalize), cancellationToken).ConfigureAwait(false)));
            default:
                return ReconcileResult.Done;
        }
    }

    private async Task<ReconcileResult> EmptyAsync(ResourceObject @namespace, List<ResourceObject> contents, CancellationToken cancellationToken)
    {
        var failures = (await Task.WhenAll(contents.Where(item => !item.IsDeleting).Select(item => client.WriteAsync(
            new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Propagation: Propagation.Background, Uid: item.Uid)), WriteContext.Controller(Name), cancellationToken))).ConfigureAwait(false))
            .Select(Outcomes.FailureOfDelete).OfType<ReconcileFailure>().ToList();

        // The namespace is closed: what is left is of the kinds that were there.
        var states = await Task.WhenAll(contents.Select(item => item.Kind).Distinct().Select(kind => client.StateAsync(kind, cancellationToken).AsTask())).ConfigureAwait(false);
        var remaining = states.SelectMany(state => state.All(@namespace.Name.Name)).ToList();
        var untold = await TellAsync(@namespace, remaining, [.. failures.Select(failure => failure.Reason).Distinct()], cancellationToken).ConfigureAwait(false);
        return Outcomes.First([.. failures, untold]) is { } failure ? new ReconcileResult(Failure: failure) : new ReconcileResult(remaining.Count == 0 ? TimeSpan.FromMilliseconds(50) : LookAgain);
    }

    /// <summary>Has the namespace say how far it is.</summary>
    private async Task<ReconcileFailure?> TellAsync(ResourceObject @namespace, IReadOnlyCollection<ResourceObject> remaining, IReadOnlyCollection<string> failures, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        UpdateDecision Told(JsonObject? current) =>
            current is not null && NamespaceConditions.Of(current, remaining, failures, now) is { } status ? StatusUpdate.Of(current, @namespace.Uid, status) : new UpdateDecision.Nothing();

        return Outcomes.Failure(await client.WriteAsync(
            new ResourceWrite.Update(CoreKinds.Namespaces, @namespace.Name, Told), WriteContext.Controller(Name, Subresource.Status), cancellationToken).ConfigureAwait(false));
    }

    private static UpdateDecision Released(JsonObject? current, string uid)
    {
        if (current is null || current.Text("metadata", "uid") != uid)
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("spec").Remove("finalizers");
        return new UpdateDecision.Replace(current);
    }
}
