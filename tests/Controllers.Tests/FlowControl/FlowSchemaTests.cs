using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.FlowControl;
using CloudOrchestrator.Resources.Reactors;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.FlowControl;

/// <summary>A flow says whether its level is there.</summary>
public sealed class FlowSchemaTests : IAsyncDisposable
{
    private const string Controller = "flowschema-controller";

    private static readonly ResourceKind Flows = FlowControlKinds.FlowSchemas;
    private static readonly ResourceKind Levels = FlowControlKinds.PriorityLevelConfigurations;

    private readonly Cluster _cluster = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private IReactor Reactor => _cluster.Reactors.Single(reactor => reactor.Name == Controller);

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Settle_TheFlowsOfEveryCluster_AreNotDangling()
    {
        await _cluster.StartHostedAsync();

        await _cluster.SettleAsync(Controller);

        Assert.All(await _cluster.AllAsync(Flows), flow => Assert.Equal("False", Conditions.Find(flow["status"], "Dangling").Text("status")));
        Assert.Empty(await Reactor.KeysAsync(Token));
    }

    [Fact]
    public async Task Settle_ALevelComesAndGoes_IsSaidOfItsFlow()
    {
        await _cluster.CreateAsync(Flows, "{metadata: {name: flow}, spec: {matchingPrecedence: 500, priorityLevelConfiguration: {name: level}}}");
        await _cluster.CreateAsync(Flows, "{metadata: {name: another}, spec: {matchingPrecedence: 600, priorityLevelConfiguration: {name: elsewhere}}}");
        await _cluster.SettleAsync(Controller);
        const string missing = "True NotFound: This FlowSchema references the PriorityLevelConfiguration object named \"level\" but there is no such object";
        Assert.Equal(missing, await DanglingAsync());

        await _cluster.CreateAsync(Levels, "{metadata: {name: level}, spec: {type: Limited, limited: {nominalConcurrencyShares: 5, limitResponse: {type: Reject}}}}");
        await WakeAsync(isCreated: true);
        Assert.Equal("False Found: This FlowSchema references the PriorityLevelConfiguration object named \"level\" and it exists", await DanglingAsync());

        var level = await LevelAsync();
        await _cluster.DeleteAsync(Levels, "level");
        await WakeAsync(isCreated: false, level);
        Assert.Equal(missing, await DanglingAsync());
    }

    [Fact]
    public async Task Triggers_AFlowChanges_WakeForItWhereItsLevelOrWhatIsSaidDoes()
    {
        await _cluster.CreateAsync(Flows, "{metadata: {name: flow}, spec: {matchingPrecedence: 500, priorityLevelConfiguration: {name: level}}}");
        await _cluster.SettleAsync(Controller);

        Assert.Empty(await WokenByAsync(flow => flow["spec"]!["matchingPrecedence"] = 700));
        Assert.Equal(["flow"], await WokenByAsync(flow => flow["spec"]!["priorityLevelConfiguration"]!["name"] = "exempt"));
        Assert.Equal(["flow"], await WokenByAsync(flow => ((JsonObject)flow["status"]!).Remove("conditions"), Subresource.Status));
    }

    private async Task<IEnumerable<string>> WokenByAsync(Action<JsonObject> change, Subresource subresource = Subresource.None)
    {
        var before = await _cluster.Client.GetAsync(Flows, new ObjectName("", "flow"), Token);
        await _cluster.UpdateAsync(Flows, "flow", change, subresource);
        var after = await _cluster.Client.GetAsync(Flows, new ObjectName("", "flow"), Token);
        return Reactor.Triggers.Single(trigger => trigger.Kind == Flows).Keys(before, after);
    }

    private async Task WakeAsync(bool isCreated, Resources.Reading.ResourceObject? gone = null)
    {
        var level = await LevelAsync();
        foreach (var key in Reactor.Triggers.Single(trigger => trigger.Kind == Levels).Keys(isCreated ? null : gone, level))
        {
            Assert.Null((await Reactor.ReconcileAsync(key, Token)).Failure);
        }
    }

    private async Task<Resources.Reading.ResourceObject?> LevelAsync() => await _cluster.Client.GetAsync(Levels, new ObjectName("", "level"), Token);

    private async Task<string> DanglingAsync()
    {
        var dangling = Conditions.Find((await _cluster.GetAsync(Flows, "flow"))!["status"], "Dangling");
        return $"{dangling.Text("status")} {dangling.Text("reason")}: {dangling.Text("message")}";
    }
}
