using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.Bootstrapping;

/// <summary>Makes the objects that every cluster has, and keeps them. A key is a resource and a name, such as <c>flowschemas/exempt</c>.</summary>
/// <remarks>Only what is missing or differs has a key, so that a look at all of them, where all is well, is one read a kind and no more.</remarks>
internal sealed class BootstrapController(IResourceClient client) : IReactor
{
    private static readonly FrozenDictionary<string, BootstrapObject> Objects = BootstrapObjects.All.ToFrozenDictionary(one => one.Key);

    public string Name => "bootstrap-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
        [.. Kinds().Select(kind => new ReactorTrigger(kind, (before, after) => Wakes(kind, before, after)))];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>All of a new cluster's share a commit a kind.</summary>
    public int RunsAtOnce => 32;

    public async ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken)
    {
        var keys = await Task.WhenAll(Kinds().Select(async kind =>
        {
            var state = await client.StateAsync(kind, cancellationToken).ConfigureAwait(false);
            return Objects.Values.Where(one => one.Kind == kind && IsWanting(one, state.Find(one.Name))).Select(one => one.Key);
        })).ConfigureAwait(false);
        return [.. keys.SelectMany(some => some)];
    }

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (!Objects.TryGetValue(key, out var wanted))
        {
            return ReconcileResult.Done;
        }

        ResourceWrite write = await client.GetAsync(wanted.Kind, wanted.Name, cancellationToken).ConfigureAwait(false) is null
            ? new ResourceWrite.Create(wanted.Kind, "", (JsonObject)wanted.Document.DeepClone())
            : new ResourceWrite.Update(wanted.Kind, wanted.Name, current =>
                current is not null && wanted.Maintain(current) is { } maintained ? new UpdateDecision.Replace(maintained) : new UpdateDecision.Nothing());
        return new ReconcileResult(Failure: Outcomes.Failure(await client.WriteAsync(write, SystemWriter.Context, cancellationToken).ConfigureAwait(false)));
    }

    private static IEnumerable<ResourceKind> Kinds() => Objects.Values.Select(one => one.Kind).Distinct();

    private static bool IsWanting(BootstrapObject wanted, ResourceObject? found) => found is null || wanted.Maintain(found.Parse()) is not null;

    private static IEnumerable<string> Wakes(ResourceKind kind, ResourceObject? before, ResourceObject? after) =>
        Objects.TryGetValue($"{kind.Plural}/{(after ?? before)!.Name.Name}", out var wanted) && IsWanting(wanted, after) ? [wanted.Key] : [];
}
