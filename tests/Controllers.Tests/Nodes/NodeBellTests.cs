using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>A node hears of what it has to do, and of nothing that it said itself.</summary>
public sealed class NodeBellTests : IAsyncDisposable
{
    private const string Bound = "{metadata: {name: web}, spec: {nodeName: n1, containers: [{name: c, image: web}]}}";

    private readonly Cluster _cluster = new();
    private readonly Rows _rows;
    private readonly NodeBell _bell;

    public NodeBellTests()
    {
        _rows = new Rows(_cluster.Time);
        _bell = new NodeBell(_rows, _cluster.Client);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Triggers_ThroughTheLifeOfAPod_RingForWhatItsNodeDoesNotKnow()
    {
        await StartAsync();
        await _cluster.CreateAsync(CoreKinds.Pods, Bound);
        var created = await PodAsync();
        Assert.Equal(["n1"], Keys(null, created));

        Assert.Empty(await ChangeAsync(pod => pod["status"] = new JsonObject { ["phase"] = "Running" }, Subresource.Status));
        Assert.Equal(["n1"], await ChangeAsync(pod => pod["metadata"]!["labels"] = new JsonObject { ["a"] = "b" }));
        Assert.Equal(["n1"], await ChangeAsync(pod => pod["metadata"]!["annotations"] = new JsonObject { ["a"] = "b" }));
        Assert.Equal(["n1"], await ChangeAsync(pod => pod["spec"]!["containers"]![0]!["image"] = "web:2"));
        Assert.Empty(await ChangeAsync(pod => pod["metadata"]!["finalizers"] = new JsonArray("example.com/held")));
        Assert.Empty(await ChangeAsync(pod => pod["metadata"]!.AsObject().Remove("finalizers")));

        var before = await PodAsync();
        await _cluster.DeleteAsync(CoreKinds.Pods, "web");
        var marked = await PodAsync();
        Assert.Equal(["n1"], Keys(before, marked));
        Assert.Empty(Keys(marked, null));
        Assert.Equal(["n1"], Keys(before, null));
    }

    [Fact]
    public async Task Triggers_APodWithoutANode_RingsForNobodyUntilItIsBound()
    {
        await StartAsync();
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: web}, spec: {containers: [{name: c, image: web}]}}");
        var unbound = await PodAsync();
        await _cluster.DeleteAsync(CoreKinds.Pods, "web", new DeletePolicy(GracePeriodSeconds: 0));
        await _cluster.CreateAsync(CoreKinds.Pods, Bound);

        Assert.Empty(Keys(null, unbound));
        Assert.Empty(Keys(unbound, null));
        Assert.Equal(["n1"], Keys(unbound, await PodAsync()));
    }

    [Fact]
    public async Task Triggers_ANodeIsGivenUp_RingsForItOnce()
    {
        await StartAsync();
        await _cluster.AddNodeAsync("n1");
        var well = await NodeAsync();
        _cluster.Time.Advance(TimeSpan.FromMinutes(1));
        await _cluster.SettleAsync(NodeController.ControllerName);
        var lost = await NodeAsync();

        var trigger = _bell.Triggers.Single(one => one.Kind == CoreKinds.Nodes);
        Assert.Equal(["n1"], trigger.Keys(well, lost));
        Assert.Empty(trigger.Keys(lost, lost));
        Assert.Empty(trigger.Keys(lost, well));
        Assert.Empty(trigger.Keys(null, lost));
        Assert.Empty(trigger.Keys(lost, null));
    }

    [Fact]
    public async Task Keys_WhereAnythingMayHaveChanged_AreTheNodesThatOweAPodSomething()
    {
        await StartAsync();
        await AddAsync("starting", "n1");
        await AddAsync("running", "n2", "Running");
        await AddAsync("ending", "n3", "Running");
        await _cluster.DeleteAsync(CoreKinds.Pods, "ending");
        await AddAsync("ended", "n4", "Succeeded");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: unbound}, spec: {containers: [{name: c, image: web}]}}");

        Assert.Equal(["n1", "n3"], (await _bell.KeysAsync(Token)).Order());
    }

    [Fact]
    public async Task Reconcile_AKey_RingsAndCountsAsWork()
    {
        Assert.Equal(1, (await _bell.ReconcileAsync("n1", Token)).Acts);
        Assert.Equal(["n1"], _rows.Rung);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task StartAsync()
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: kube-node-lease}");
    }

    private async Task AddAsync(string name, string node, string? phase = null)
    {
        await _cluster.CreateAsync(CoreKinds.Pods, $"{{metadata: {{name: {name}}}, spec: {{nodeName: {node}, containers: [{{name: c, image: web}}]}}}}");
        if (phase is not null)
        {
            await _cluster.UpdateAsync(CoreKinds.Pods, name, pod => pod["status"]!["phase"] = phase, Subresource.Status);
        }
    }

    private async Task<IEnumerable<string>> ChangeAsync(Action<JsonObject> change, Subresource subresource = Subresource.None)
    {
        var before = await PodAsync();
        await _cluster.UpdateAsync(CoreKinds.Pods, "web", change, subresource);
        var after = await PodAsync();
        Assert.NotEqual(before!.Revision, after!.Revision);
        return Keys(before, after);
    }

    private IEnumerable<string> Keys(ResourceObject? before, ResourceObject? after) => [.. _bell.Triggers.Single(one => one.Kind == CoreKinds.Pods).Keys(before, after)];

    private async Task<ResourceObject?> PodAsync() => await _cluster.Client.GetAsync(CoreKinds.Pods, new ObjectName("default", "web"), Token);

    private async Task<ResourceObject?> NodeAsync() => await _cluster.Client.GetAsync(CoreKinds.Nodes, new ObjectName("", "n1"), Token);
}
