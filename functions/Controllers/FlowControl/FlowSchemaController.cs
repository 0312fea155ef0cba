using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.FlowControl;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Controllers.FlowControl;

/// <summary>Says of flows whether the level that they name is there. A key is a flow's name, or <c>level/</c> and the name of a level for all of its flows.</summary>
/// <remarks>Only a flow of which the wrong thing is said has a key: where all is well, a look at all of them is two reads.</remarks>
internal sealed class FlowSchemaController(IResourceClient client, TimeProvider time) : IReactor
{
    private const string OfLevel = "level/";

    private static readonly ResourceKind Flows = FlowControlKinds.FlowSchemas;
    private static readonly ResourceKind Levels = FlowControlKinds.PriorityLevelConfigurations;

    public string Name => "flowschema-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
    [
        new(Flows, static (before, after) => after is not null && (before is null || DependsOn(before) != DependsOn(after)) ? [after.Name.Name] : []),
        new(Levels, static (before, after) => before is null || after is null ? [OfLevel + (after ?? before)!.Name.Name] : []),
    ];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>All of a new cluster's share a commit.</summary>
    public int RunsAtOnce => 32;

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => WrongAsync(static _ => true, cancellationToken);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        var names = key.StartsWith(OfLevel, StringComparison.Ordinal)
            ? await WrongAsync(flow => FlowSchemaPlan.LevelOf(flow) == key[OfLevel.Length..], cancellationToken).ConfigureAwait(false)
            : [key];
        return new ReconcileResult(Failure: Outcomes.First(await Task.WhenAll(names.Select(name => SayAsync(name, cancellationToken))).ConfigureAwait(false)));
    }

    private static string DependsOn(ResourceObject flow) => FlowSchemaPlan.DependsOn(flow.Parse());

    private async ValueTask<IReadOnlyList<string>> WrongAsync(Func<JsonObject, bool> isAsked, CancellationToken cancellationToken)
    {
        var flows = client.StateAsync(Flows, cancellationToken).AsTask();
        var levels = await client.StateAsync(Levels, cancellationToken).ConfigureAwait(false);
        return [.. (await flows.ConfigureAwait(false)).All()
            .Where(flow => flow.Parse() is var document && isAsked(document) && FlowSchemaPlan.Decide(document, levels.Find(LevelOf(document)) is not null, time.GetUtcNow()) is not null)
            .Select(flow => flow.Name.Name)];
    }

    private async Task<ReconcileFailure?> SayAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(Flows, new ObjectName("", name), cancellationToken).ConfigureAwait(false) is not { } flow)
        {
            return null;
        }

        var document = flow.Parse();
        var isThere = await client.GetAsync(Levels, LevelOf(document), cancellationToken).ConfigureAwait(false) is not null;
        return FlowSchemaPlan.Decide(document, isThere, time.GetUtcNow()) is not { } status ? null : Outcomes.Failure(await client.WriteAsync(
            new ResourceWrite.Update(Flows, flow.Name, current => StatusUpdate.Of(current, document, status)), SystemWriter.Context with { Subresource = Subresource.Status }, cancellationToken).ConfigureAwait(false));
    }

    private static ObjectName LevelOf(JsonObject flow) => new("", FlowSchemaPlan.LevelOf(flow));
}
