using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>A node says how it is once an hour: who has nothing to learn from it is not woken, since each waking is paid for.</summary>
public sealed class NodeReportTests : IAsyncDisposable
{
    private readonly Cluster _cluster;

    public NodeReportTests()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        _cluster = new Cluster(null, time, new Rows(time));
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Report_NothingChanged_WakesNobody() => Assert.Empty(await WokenByAsync(
        node => node["status"]!["conditions"]![0]!["lastHeartbeatTime"] = "2026-01-01T01:00:00Z", Subresource.Status));

    [Fact]
    public async Task Report_TheNodeIsNotReadyAnyMore_WakesWhoJudgesNodes() => Assert.Equal(
        ["node-controller n1"], await WokenByAsync(node => node["status"]!["conditions"]![0]!["status"] = "False", Subresource.Status));

    [Fact]
    public async Task Update_TheNodeIsCordoned_WakesWhoJudgesNodesAndWhoChoosesThem() => Assert.Equal(
        ["default-scheduler pods", "node-controller n1"], await WokenByAsync(node => node["spec"] = new JsonObject { ["unschedulable"] = true }, Subresource.None));

    private async Task<IEnumerable<string>> WokenByAsync(Action<JsonObject> change, Subresource subresource)
    {
        await _cluster.StartHostedAsync();
        await _cluster.AddNodeAsync("n1");
        var before = await NodeAsync();
        await _cluster.UpdateAsync(CoreKinds.Nodes, "n1", change, subresource);
        var after = await NodeAsync();
        return _cluster.Reactors
            .SelectMany(reactor => reactor.Triggers.Where(trigger => trigger.Kind == CoreKinds.Nodes).SelectMany(trigger => trigger.Keys(before, after)).Select(key => $"{reactor.Name} {key}"))
            .Order(StringComparer.Ordinal);
    }

    private async Task<ResourceObject> NodeAsync() => (await _cluster.Client.GetAsync(CoreKinds.Nodes, new ObjectName("", "n1"), Token))!;
}
