using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>Pods whose node is not there wait a while for it before they are collected, whatever process looks again.</summary>
public sealed class MissingNodeTests : IAsyncDisposable
{
    private static readonly TimeSpan Quarantine = TimeSpan.FromSeconds(40);

    private readonly MemoryCommitLog _log = new(isSoleWriter: false);
    private readonly Cluster _cluster;
    private readonly NodeController _controller;

    public MissingNodeTests()
    {
        _cluster = new Cluster(_log);
        _controller = new NodeController(_cluster.Client, _cluster.Time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Reconcile_TheNodeIsGone_CollectsItsPodsOnceItIsStillGone()
    {
        await StartAsync();
        await BindAsync("before");
        await _cluster.DeleteAsync(CoreKinds.Nodes, "n1");
        await BindAsync("after");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: unbound}, spec: {containers: [{name: c, image: web}]}}");

        var bound = await _cluster.Client.GetAsync(CoreKinds.Pods, new ObjectName("default", "after"), Token);
        Assert.Equal(["n1"], _controller.Triggers.Single(trigger => trigger.Kind == CoreKinds.Pods).Keys(null, bound));
        Assert.Equal(["n1"], await _controller.KeysAsync(Token));
        var found = await _controller.ReconcileAsync("n1", Token);

        Assert.Equal(["after", "before", "unbound"], await PodsAsync());
        Assert.Equal(Quarantine, found.LookAgainAfter);
        _cluster.Time.Advance(Quarantine);
        await using var other = new Cluster(_log, _cluster.Time);
        Assert.Equal(ReconcileResult.Done, await new NodeController(other.Client, other.Time).ReconcileAsync(found.LookAgainAs!, Token));

        Assert.Equal(["unbound"], await PodsAsync());
        Assert.Empty(await _controller.KeysAsync(Token));
    }

    [Fact]
    public async Task Reconcile_TheNodeComesInTime_LeavesItsPods()
    {
        await StartAsync();
        await _cluster.DeleteAsync(CoreKinds.Nodes, "n1");
        await BindAsync("early");
        var found = await _controller.ReconcileAsync("n1", Token);

        await _cluster.CreateAsync(CoreKinds.Nodes, "{metadata: {name: n1}}");
        _cluster.Time.Advance(Quarantine);

        Assert.Equal(ReconcileResult.Done, await _controller.ReconcileAsync(found.LookAgainAs!, Token));
        Assert.Equal(["early"], await PodsAsync());
    }

    [Fact]
    public async Task Reconcile_FoundAgainMeanwhile_PutsNothingOff()
    {
        await StartAsync();
        await _cluster.DeleteAsync(CoreKinds.Nodes, "n1");
        await BindAsync("first");
        var first = await _controller.ReconcileAsync("n1", Token);
        _cluster.Time.Advance(Quarantine / 2);
        await BindAsync("second");
        var second = await _controller.ReconcileAsync("n1", Token);

        Assert.NotEqual(first.LookAgainAs, second.LookAgainAs);
        _cluster.Time.Advance(Quarantine / 2);
        await _controller.ReconcileAsync(first.LookAgainAs!, Token);

        Assert.Empty(await PodsAsync());
    }

    [Fact]
    public async Task Reconcile_NoPodsAreBoundToIt_IsNotLookedAtAgain()
    {
        await StartAsync();
        await _cluster.DeleteAsync(CoreKinds.Nodes, "n1");

        Assert.Equal(ReconcileResult.Done, await _controller.ReconcileAsync("n1", Token));
    }

    [Theory]
    [InlineData("Running", "Failed", "PodGC: node no longer exists")]
    [InlineData("Succeeded", "Succeeded", null)]
    public async Task Reconcile_APodIsHeldByAFinalizer_ShowsHowItEnded(string before, string after, string? message)
    {
        await StartAsync();
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: held, finalizers: [example.com/hold]}, spec: {nodeName: n1, containers: [{name: c, image: web}]}}");
        await _cluster.UpdateAsync(CoreKinds.Pods, "held", pod => pod["status"]!["phase"] = before, Resources.Kinds.Subresource.Status);
        await _cluster.DeleteAsync(CoreKinds.Nodes, "n1");
        var found = await _controller.ReconcileAsync("n1", Token);

        _cluster.Time.Advance(Quarantine);
        await _controller.ReconcileAsync(found.LookAgainAs!, Token);

        var held = await _cluster.GetAsync(CoreKinds.Pods, "held");
        Assert.NotNull(held.Text("metadata", "deletionTimestamp"));
        Assert.Equal(after, held.Text("status", "phase"));
        var disruption = Conditions.Find(held!["status"], "DisruptionTarget");
        Assert.Equal(message, disruption.Text("message"));
        Assert.Equal(message is null ? (null, null) : ("True", "DeletionByPodGC"), (disruption.Text("status"), disruption.Text("reason")));
    }

    private async Task StartAsync()
    {
        await _cluster.StartHostedAsync();
        await _cluster.AddNodeAsync("n1");
    }

    private Task BindAsync(string name) => _cluster.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: {name}}}, spec: {{nodeName: n1, containers: [{{name: c, image: web}}]}}}}");

    private async Task<IEnumerable<string?>> PodsAsync() => (await _cluster.AllAsync(CoreKinds.Pods)).Select(pod => pod.Text("metadata", "name"));
}
