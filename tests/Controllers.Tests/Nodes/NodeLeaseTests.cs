using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Writing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>A node that renews a Lease lives by the clock of the server that takes it: its own may say anything.</summary>
public sealed class NodeLeaseTests : IAsyncDisposable
{
    private readonly Cluster _cluster = new();

    public static TheoryData<string> RenewTimes => ["2025-12-31T23:00:00.000000Z", "2026-01-01T00:00:00.000000Z", "2026-01-01T01:00:00.000000Z", "2099-01-01T00:00:00.000000Z"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(RenewTimes))]
    public async Task Reconcile_ALeaseOfAnyTime_LivesFor40SecondsFromItsWriting(string renewTime)
    {
        await AddAsync(renewTime);

        _cluster.Time.Advance(TimeSpan.FromSeconds(40));
        await ReconcileAsync();
        Assert.Equal("True", await ReadyAsync());

        _cluster.Time.Advance(TimeSpan.FromSeconds(1));
        await ReconcileAsync();
        Assert.Equal("Unknown", await ReadyAsync());
    }

    [Fact]
    public async Task Reconcile_TheLeaseWasWrittenForAnotherReason_IsNoSignOfLife()
    {
        await AddAsync("2026-01-01T00:00:00.000000Z");
        _cluster.Time.Advance(TimeSpan.FromSeconds(41));
        UpdateDecision Label(JsonObject? lease)
        {
            lease!["metadata"]!["labels"] = new JsonObject { ["seen"] = "yes" };
            return new UpdateDecision.Replace(lease);
        }

        Assert.IsType<ResourceOutcome.Done>(await _cluster.Client.WriteAsync(
            new ResourceWrite.Update(CoordinationKinds.Leases, NodeController.LeaseOf("n1"), Label), WriteContext.Controller("somebody"), Token));

        await ReconcileAsync();

        Assert.Equal("Unknown", await ReadyAsync());
    }

    [Fact]
    public async Task Settle_TheLeaseHasExpired_TaintsTheNodeAndEvictsWhoDoesNotTolerateIt()
    {
        await AddAsync("2026-01-01T00:00:00.000000Z");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: patient}, spec: {nodeName: n1, containers: [{name: c, image: web}]}}");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: impatient}, spec: {nodeName: n1, containers: [{name: c, image: web}], tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 0}]}}");
        _cluster.Time.Advance(TimeSpan.FromSeconds(41));

        await _cluster.SettleAsync("node-controller");

        var node = await _cluster.GetAsync(CoreKinds.Nodes, "n1");
        var ready = Conditions.Find(node!["status"], "Ready");
        Assert.Equal(("Unknown", "NodeStatusUnknown", "2026-01-01T00:00:41Z"), (ready.Text("status"), ready.Text("reason"), ready.Text("lastTransitionTime")));
        Assert.Equal(
            ["node.kubernetes.io/unreachable NoExecute", "node.kubernetes.io/unreachable NoSchedule"],
            node.Objects("spec", "taints").Select(taint => $"{taint.Text("key")} {taint.Text("effect")}").Order(StringComparer.Ordinal));
        Assert.Equal(
            ["patient"],
            (await _cluster.AllAsync(CoreKinds.Pods)).Where(pod => pod.At("metadata", "deletionTimestamp") is null).Select(pod => pod.Text("metadata", "name")));
    }

    /// <summary>The server's clock was ahead when it took the renewal, or was set back since.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(40, true)]
    [InlineData(41, false)]
    [InlineData(3600, false)]
    public void Heartbeat_ALeaseWrittenInTheFuture_CountsAsNowIfItIsNear(int seconds, bool counts)
    {
        var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var node = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "n1", ["creationTimestamp"] = "2025-12-31T00:00:00Z" } };
        var written = now.AddSeconds(seconds).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null);
        var lease = new JsonObject
        {
            ["metadata"] = new JsonObject { ["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "agent", ["time"] = written, ["fieldsV1"] = JsonNode.Parse("""{"f:spec":{"f:renewTime":{}}}""") }) },
            ["spec"] = new JsonObject { ["renewTime"] = "2026-01-01T00:00:00Z" },
        };

        Assert.Equal(counts ? now : now.AddDays(-1), NodePlan.Heartbeat(node, lease, null, now));
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    private async Task AddAsync(string renewTime)
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: kube-node-lease}");
        await _cluster.CreateAsync(CoreKinds.Nodes, """{metadata: {name: n1}, status: {conditions: [{type: Ready, status: "True", reason: KubeletReady}]}}""");
        await _cluster.CreateAsync(CoordinationKinds.Leases, $"{{metadata: {{name: n1}}, spec: {{holderIdentity: n1, renewTime: \"{renewTime}\"}}}}", "kube-node-lease");
    }

    private async Task ReconcileAsync() => Assert.Null((await new NodeController(_cluster.Client, _cluster.Time).ReconcileAsync("n1", Token)).Failure);

    private async Task<string?> ReadyAsync() => Conditions.Find((await _cluster.GetAsync(CoreKinds.Nodes, "n1"))!["status"], "Ready").Text("status");
}
