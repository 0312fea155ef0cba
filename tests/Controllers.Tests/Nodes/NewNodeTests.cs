using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>A new node takes pods once it has been judged, and not before.</summary>
public sealed class NewNodeTests : IAsyncDisposable
{
    private const string NotReady = "node.kubernetes.io/not-ready NoSchedule";

    private readonly Cluster _cluster = new();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Settle_ANodeThatIsReadyFromTheStart_TakesPodsOnceItIsJudged()
    {
        await _cluster.StartHostedAsync();
        await _cluster.AddNodeAsync("n1");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: web}, spec: {containers: [{name: c, image: web}]}}");

        await _cluster.SettleAsync("default-scheduler");
        Assert.Equal([NotReady], await TaintsAsync());
        Assert.Null((await _cluster.GetAsync(CoreKinds.Pods, "web")).Text("spec", "nodeName"));

        await _cluster.SettleAsync("node-controller");
        Assert.Empty(await TaintsAsync());
        await _cluster.SettleAsync("default-scheduler");
        Assert.Equal("n1", (await _cluster.GetAsync(CoreKinds.Pods, "web")).Text("spec", "nodeName"));
    }

    [Fact]
    public async Task Settle_ANodeThatSaysItIsNotReady_KeepsItsTaint()
    {
        await _cluster.StartHostedAsync();
        await _cluster.AddNodeAsync("n1");
        await _cluster.UpdateAsync(CoreKinds.Nodes, "n1", node => node["status"]!["conditions"]![0]!["status"] = "False", Resources.Kinds.Subresource.Status);

        await _cluster.SettleAsync("node-controller");

        Assert.Equal([NotReady, "node.kubernetes.io/not-ready NoExecute"], await TaintsAsync());
    }

    [Fact]
    public async Task Settle_ANodeThatHasNotSaidHowItIs_KeepsItsTaintUntilItCountsAsLost()
    {
        await _cluster.StartHostedAsync();
        await _cluster.CreateAsync(CoreKinds.Nodes, "{metadata: {name: n1}}");

        await _cluster.SettleAsync("node-controller");
        Assert.Equal([NotReady], await TaintsAsync());

        _cluster.Time.Advance(TimeSpan.FromSeconds(41));
        await _cluster.SettleAsync("node-controller");
        Assert.Equal(["node.kubernetes.io/unreachable NoSchedule", "node.kubernetes.io/unreachable NoExecute"], await TaintsAsync());
    }

    private async Task<IEnumerable<string>> TaintsAsync() =>
        (await _cluster.GetAsync(CoreKinds.Nodes, "n1")).Objects("spec", "taints").Select(taint => $"{taint.Text("key")} {taint.Text("effect")}");
}
