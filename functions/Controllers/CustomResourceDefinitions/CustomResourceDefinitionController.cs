using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.CustomResourceDefinitions;

/// <summary>
/// Establishes definitions whose names are free, and deletes the resources of those that go. A key is a definition's name, or <c>*</c> and a group for
/// those of the group that wait for a name.
/// </summary>
internal sealed class CustomResourceDefinitionController(IResourceClient client, TimeProvider time) : IReactor
{
    private const string Cleanup = "customresourcecleanup.apiextensions.k8s.io";
    private const char Group = '*';

    private static readonly ResourceKind Definitions = ApiextensionsKinds.CustomResourceDefinitions;

    /// <summary>How soon to look whether what takes its time to go is gone.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public string Name => "customresourcedefinition-controller";

    ReactorGroup IReactor.Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } = [new(Definitions, Wakes)];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, Definitions, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (key[0] == Group)
        {
            var waiting = (await client.StateAsync(Definitions, cancellationToken).ConfigureAwait(false)).All()
                .Where(item => item.Parse() is var one && one.Text("spec", "group") == key[1..] && Conditions.Find(one["status"], "NamesAccepted").Text("status") != "True");
            var results = await Task.WhenAll(waiting.Select(item => ReconcileAsync(item.Name.Name, cancellationToken))).ConfigureAwait(false);
            return new ReconcileResult(Failure: Outcomes.First(results.Select(result => result.Failure)));
        }

        return await client.GetAsync(Definitions, new ObjectName("", key), cancellationToken).ConfigureAwait(false) switch
        {
            null => ReconcileResult.Done,
            { IsDeleting: true } going => await EmptyAsync(going, cancellationToken).ConfigureAwait(false),
            var found => await AcceptAsync(found, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>A definition that gives up names may let others have them.</summary>
    private static IEnumerable<string> Wakes(ResourceObject? before, ResourceObject? after)
    {
        if (after is not null)
        {
            yield return after.Name.Name;
        }

        if (before?.Parse() is { } old && (after is null || !JsonNode.DeepEquals(old.At("status", "acceptedNames"), after.Parse().At("status", "acceptedNames"))))
        {
            yield return Group + old.Text("spec", "group");
        }
    }

    private async Task<ReconcileResult> AcceptAsync(ResourceObject found, CancellationToken cancellationToken)
    {
        var (read, now) = (found.Parse(), time.GetUtcNow());
        if (Decide(read, await client.StateAsync(Definitions, cancellationToken).ConfigureAwait(false), now) is not { } status)
        {
            return ReconcileResult.Done;
        }

        // Whoever else takes a name meanwhile does so in the same collection, so that on the revision built upon it is seen who was first.
        Refusal? Taken(ResourceState state) => JsonNode.DeepEquals(Decide(read, state, now), status)
            ? null
            : new Refusal.Conflict(Definitions.QualifiedResource, found.Name.Name, "other names are free by now");

        return new ReconcileResult(Failure: Outcomes.Failure(await client.WriteAsync(
            new ResourceWrite.Update(Definitions, found.Name, current => StatusUpdate.Of(current, read, status), Taken),
            WriteContext.Controller(Name, Subresource.Status),
            cancellationToken).ConfigureAwait(false)));
    }

    private static JsonObject? Decide(JsonObject definition, ResourceState state, DateTimeOffset now) =>
        NamesPlan.Decide(definition, state.All().Where(item => item.Name.Name != definition.Text("metadata", "name")).Select(item => item.Parse()), KindTable.BuiltIn.All, now);

    private async Task<ReconcileResult> EmptyAsync(ResourceObject going, CancellationToken cancellationToken)
    {
        var definition = going.Parse();
        if (!definition.Texts("metadata", "finalizers").Contains(Cleanup))
        {
            return ReconcileResult.Done;
        }

        // Closes the collection again, should whoever marked the definition have died before doing so. What is listed after is all there will ever be.
        var closed = await client.WriteAsync(new ResourceWrite.Delete(Definitions, going.Name, new DeletePolicy(Uid: going.Uid)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        if (Outcomes.FailureOfDelete(closed) is { } open)
        {
            return new ReconcileResult(Failure: open);
        }

        var items = (await client.StateAsync(CustomKinds.Stored(definition), cancellationToken).ConfigureAwait(false)).All().ToList();
        if ((await client.GetAsync(Definitions, going.Name, cancellationToken).ConfigureAwait(false))?.Uid != going.Uid)
        {
            // Somebody else let it go meanwhile, and what was listed may be of another of its name.
            return ReconcileResult.Done;
        }

        if (items.Count == 0)
        {
            return new ReconcileResult(Failure: Outcomes.Failure(await client.WriteAsync(
                new ResourceWrite.Update(Definitions, going.Name, current => Finalizers.Remove(current, going.Uid, Cleanup)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        var deleted = await Task.WhenAll(items.Where(item => !item.IsDeleting).Select(item => client.WriteAsync(
            new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Uid: item.Uid)), WriteContext.Controller(Name), cancellationToken))).ConfigureAwait(false);
        return Outcomes.First(deleted.Select(Outcomes.FailureOfDelete)) is { } failure
            ? new ReconcileResult(Failure: failure)
            : new ReconcileResult(deleted.All(outcome => outcome is not ResourceOutcome.Done { Effect: WriteEffect.Deleting }) && items.All(item => !item.IsDeleting) ? TimeSpan.FromMilliseconds(50) : LookAgain);
    }
}
