using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>Empties namespaces that are being deleted, then lets them go.</summary>
internal sealed class NamespaceController(IResourceClient client) : IReactor
{
    /// <summary>How soon to look whether what takes its time to go is gone.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    public string Name => "namespace-controller";

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        Keys.OnChange(BuiltInKinds.Namespaces),
        new(BuiltInKinds.Pods, static (before, after) => after is null ? [before!.Name.Namespace] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => Keys.AllAsync(client, BuiltInKinds.Namespaces, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var name = new ObjectName("", key);
        if (await client.GetAsync(BuiltInKinds.Namespaces, name, cancellationToken).ConfigureAwait(false) is not { IsDeleting: true } found)
        {
            return ReconcileResult.Done;
        }

        // Closes the namespace again, should whoever marked it have died before doing so. What is listed after is all there will ever be.
        await client.WriteAsync(new ResourceWrite.Delete(BuiltInKinds.Namespaces, name, new DeletePolicy(Uid: found.Uid)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false);
        var contents = new List<ResourceObject>();
        foreach (var kind in client.Kinds.All.Where(kind => kind.Namespaced))
        {
            contents.AddRange((await client.StateAsync(kind, cancellationToken).ConfigureAwait(false)).All(key));
        }

        switch (NamespacePlan.Decide(found.Parse(), contents.Count))
        {
            case NamespacePlan.Step.Empty:
                await Task.WhenAll(contents.Where(item => !item.IsDeleting).Select(item => client.WriteAsync(
                    new ResourceWrite.Delete(item.Kind, item.Name, new DeletePolicy(Uid: item.Uid)), WriteContext.Controller(Name), cancellationToken))).ConfigureAwait(false);
                return new ReconcileResult(contents.All(item => !item.IsDeleting && item.Kind != BuiltInKinds.Pods) ? TimeSpan.FromMilliseconds(50) : LookAgain);
            case NamespacePlan.Step.Finalize:
                await client.WriteAsync(new ResourceWrite.Update(BuiltInKinds.Namespaces, name, Released), WriteContext.Controller(Name, Subresource.Finalize), cancellationToken).ConfigureAwait(false);
                return ReconcileResult.Done;
            default:
                return ReconcileResult.Done;
        }
    }

    private static UpdateDecision Released(JsonObject? current)
    {
        if (current is null)
        {
            return new UpdateDecision.Nothing();
        }

        current.Ensure("spec").Remove("finalizers");
        return new UpdateDecision.Replace(current);
    }
}
