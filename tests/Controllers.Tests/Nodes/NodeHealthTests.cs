using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Coordination;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Nodes;

/// <summary>Where nodes beat in rows, one judgement a minute is all that looks after them.</summary>
public sealed class NodeHealthTests : IAsyncDisposable
{
    private const string Unreachable = "node.kubernetes.io/unreachable";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Rows _rows;
    private readonly Cluster _cluster;

    public NodeHealthTests()
    {
        _rows = new Rows(_time);
        _cluster = new Cluster(null, _time, _rows);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Judge_ANodeThatBeats_WakesNobodyAndRenewsItsLease()
    {
        await StartAsync("n1");

        for (var minute = 0; minute < 3; minute++)
        {
            _rows.Beat("n1");
            _time.Advance(TimeSpan.FromSeconds(10));
            Assert.Empty((await _cluster.Health.JudgeAsync(Token)).Due);
            Assert.Equal(_time.GetUtcNow() - TimeSpan.FromSeconds(10), await RenewedAsync("n1"));
            _time.Advance(TimeSpan.FromSeconds(50));
        }

        var lease = await _cluster.GetAsync(CoordinationKinds.Leases, "kube-node-lease/n1");
        Assert.Equal(("n1", "Node", 40L), (lease.Text("spec", "holderIdentity"), lease.Objects("metadata", "ownerReferences").Single().Text("kind"), lease.Integer("spec", "leaseDurationSeconds")));
        Assert.Empty(_rows.Rung);
        Assert.Equal("True", await ReadyAsync("n1"));
    }

    [Fact]
    public async Task Judge_ANodeFallsSilent_IsGivenUpAndItsPodsGoOnceTheyTolerateItNoLonger()
    {
        await StartAsync("n1");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: patient}, spec: {nodeName: n1, containers: [{name: c, image: web}]}}");
        await _cluster.CreateAsync(CoreKinds.Pods, "{metadata: {name: hasty}, spec: {nodeName: n1, tolerations: [{key: node.kubernetes.io/unreachable, operator: Exists, effect: NoExecute, tolerationSeconds: 30}], containers: [{name: c, image: web}]}}");
        await JudgeAndRunAsync();
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(await JudgeAndRunAsync());

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Equal("Unknown", await ReadyAsync("n1"));
        Assert.Equal([$"{Unreachable} NoExecute", $"{Unreachable} NoSchedule"], await TaintsAsync("n1"));
        Assert.Empty(await JudgeAndRunAsync());

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Equal(["patient"], await StayingAsync());

        for (var minute = 1; minute <= 4; minute++)
        {
            _time.Advance(Minute);
            Assert.Empty(await JudgeAndRunAsync());
        }

        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Empty(await StayingAsync());
        Assert.Empty(_rows.Rung);
    }

    [Fact]
    public async Task Judge_ALostNodeBeatsAgain_IsRungUntilItSaysHowItIs()
    {
        await StartAsync("n1");
        _time.Advance(Minute);
        await JudgeAndRunAsync();
        Assert.Equal("Unknown", await ReadyAsync("n1"));
        Assert.Empty(_rows.Rung);

        _time.Advance(Minute);
        _rows.Beat("n1");
        await JudgeAndRunAsync();
        await JudgeAndRunAsync();
        Assert.Equal(["n1", "n1"], _rows.Rung);
        Assert.Equal(_time.GetUtcNow(), await RenewedAsync("n1"));

        await SayReadyAsync("n1");
        await RunAsync(["n1"]);
        Assert.Empty(await TaintsAsync("n1"));
        Assert.Empty(await JudgeAndRunAsync());
        Assert.Equal(2, _rows.Rung.Count);
    }

    [Fact]
    public async Task Judge_ANodeThatNeverBeat_CountsFromItsComing()
    {
        await StartAsync();
        await AddNodeAsync("n1");
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(await JudgeAndRunAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
    }

    /// <summary>The server that took the node has another clock than the one that judges it, and the node's first beat is yet to come.</summary>
    [Theory]
    [InlineData(-120)]
    [InlineData(120)]
    public async Task Reconcile_ANodeTakenByAClockMinutesApart_IsSilentOnlyFromNowOn(int seconds)
    {
        await StartAsync();
        await AddNodeAsync("n1", new FakeTimeProvider(_time.GetUtcNow().AddSeconds(seconds)));
        Assert.Equal("True", await ReadyAsync("n1"));
        Assert.Empty(await TaintsAsync("n1"));
        _time.Advance(TimeSpan.FromSeconds(40));
        Assert.Empty(await JudgeAndRunAsync());
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Equal("Unknown", await ReadyAsync("n1"));
    }

    [Fact]
    public async Task Judge_ANodeOfWhichNobodyHasHeard_IsExpected()
    {
        await StartAsync();
        await CreateNodeAsync("n1");

        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Equal(["n1"], _rows.Names);
        Assert.Empty(await JudgeAndRunAsync());
    }

    [Fact]
    public async Task Reconcile_ANodeThatComesAgainBesideItsOldRow_CountsFromItsCreation()
    {
        await StartAsync();
        _rows.Beat("n1");
        _time.Advance(Minute);
        await AddNodeAsync("n1");
        Assert.Equal("True", await ReadyAsync("n1"));

        _time.Advance(TimeSpan.FromSeconds(41));
        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
    }

    /// <summary>Its Lease then says that the node lives for as long as that clock is ahead.</summary>
    [Fact]
    public async Task Judge_ALeaseFoldedByAClockThatIsAhead_HidesNoSilentNode()
    {
        await StartAsync("n1");
        await FoldAheadAsync(TimeSpan.FromMinutes(30));
        Assert.Equal(_time.GetUtcNow().AddMinutes(30), await RenewedAsync("n1"));

        _time.Advance(TimeSpan.FromSeconds(41));

        Assert.Equal(["node-controller n1"], await JudgeAndRunAsync());
        Assert.Equal("Unknown", await ReadyAsync("n1"));
        Assert.Equal(_time.GetUtcNow() - TimeSpan.FromSeconds(41), await RenewedAsync("n1"));
    }

    [Fact]
    public async Task Judge_ALeaseFoldedByAClockThatIsBehind_KeepsALivingNode()
    {
        await StartAsync("n1");
        await FoldAheadAsync(-TimeSpan.FromMinutes(30));

        Assert.Empty(await JudgeAndRunAsync());
        Assert.Equal("True", await ReadyAsync("n1"));
        Assert.Equal(_time.GetUtcNow(), await RenewedAsync("n1"));
    }

    /// <summary>A node that renews its Lease itself, as before it beat in a row.</summary>
    [Fact]
    public async Task Judge_ANodeThatRenewsItsLeaseInsteadOfItsRow_Lives()
    {
        await StartAsync("n1");
        _time.Advance(TimeSpan.FromHours(1));
        await _cluster.CreateAsync(CoordinationKinds.Leases, $"{{metadata: {{name: n1}}, spec: {{holderIdentity: n1, renewTime: \"{_time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'}\"}}}}", "kube-node-lease");

        Assert.Empty(await JudgeAndRunAsync());
        Assert.Equal(_time.GetUtcNow(), await RenewedAsync("n1"));
    }

    [Theory]
    [InlineData("create")]
    [InlineData("update")]
    public async Task Judge_ALeaseCannotBeRenewed_SaysSoAndJudgesAllTheSame(string write)
    {
        await StartAsync("n1", "n2");
        if (write == "update")
        {
            await JudgeAndRunAsync();
        }

        _time.Advance(Minute);
        _rows.Beat("n1");
        var client = new InterposedClient(_cluster.Client) { Refuse = one => one.Kind == CoordinationKinds.Leases ? new Refusal.Unavailable("cut off") : null };

        var (due, failures) = await new NodeHealth(client, _rows, _time).JudgeAsync(Token);

        Assert.Equal(["node-controller n2"], due.Select(wake => $"{wake}"));
        Assert.Equal(write == "create" ? 2 : 1, failures.Count);
        Assert.All(failures, failure => Assert.Contains("cut off", failure.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Judge_RowsWithoutNodes_EndAfterAnHourOfSilence()
    {
        await StartAsync("n1");
        _rows.Beat("quiet");
        _time.Advance(TimeSpan.FromHours(1));
        _rows.Beat("new");
        await JudgeAndRunAsync();
        Assert.Equal(["n1", "new", "quiet"], _rows.Names);

        _time.Advance(TimeSpan.FromSeconds(1));
        await JudgeAndRunAsync();

        Assert.Equal(["n1", "new"], _rows.Names);
    }

    [Fact]
    public async Task Judge_AHundredNodes_ReadsNoMoreThanForOne()
    {
        var one = await ReadsAsync(1);
        await using var many = new NodeHealthTests();

        Assert.Equal(one, await many.ReadsAsync(100));
        Assert.Equal((2, 3), one);
    }

    [Fact]
    public async Task Reconcile_WhereNodesBeatInRows_NeedsNoReminder()
    {
        await StartAsync("n1");

        Assert.Null((await new NodeController(_cluster.Client, _time, _rows).ReconcileAsync("n1", Token)).LookAgainAfter);
        Assert.NotNull((await new NodeController(_cluster.Client, _time).ReconcileAsync("n1", Token)).LookAgainAfter);
    }

    [Fact]
    public async Task Reconcile_OthersTaintAndCordonAtAnyPoint_LosesNothingOfTheirs()
    {
        await StartAsync();
        for (var (point, calls) = (0, int.MaxValue); point < calls; point++)
        {
            var name = $"n{point}";
            await AddNodeAsync(name);
            _time.Advance(Minute);
            var at = point;
            var client = new InterposedClient(_cluster.Client)
            {
                Before = call => call != at ? Task.CompletedTask : _cluster.UpdateAsync(CoreKinds.Nodes, name, node =>
                {
                    var taints = node["spec"]!["taints"] as JsonArray ?? [];
                    node["spec"]!["taints"] = new JsonArray([.. taints.Select(taint => taint!.DeepClone()), new JsonObject { ["key"] = "theirs", ["effect"] = "NoSchedule" }]);
                    node["spec"]!["unschedulable"] = true;
                }),
            };
            await new NodeController(client, _time, _rows).ReconcileAsync(name, Token);
            calls = client.Calls;
            if (point < calls)
            {
                await RunAsync([name]);
                Assert.Equal([$"{Unreachable} NoExecute", $"{Unreachable} NoSchedule", "node.kubernetes.io/unschedulable NoSchedule", "theirs NoSchedule"], await TaintsAsync(name));
            }
        }
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    /// <summary>How often a judgement reads: of so many nodes that are well, and of as many that are lost.</summary>
    private async Task<(int Well, int Lost)> ReadsAsync(int count)
    {
        await StartAsync([.. Enumerable.Range(0, count).Select(index => $"n{index:D3}")]);
        await JudgeAndRunAsync();
        var well = await JudgedReadsAsync();
        _time.Advance(Minute);
        await JudgeAndRunAsync();
        return (well, await JudgedReadsAsync());
    }

    private async Task<int> JudgedReadsAsync()
    {
        var client = new InterposedClient(_cluster.Client);
        var queries = _rows.Queries;
        Assert.Empty((await new NodeHealth(client, _rows, _time).JudgeAsync(Token)).Due);
        Assert.Equal(1, _rows.Queries - queries);
        return client.Calls;
    }

    private async Task StartAsync(params string[] nodes)
    {
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: default}");
        await _cluster.CreateAsync(CoreKinds.Namespaces, "metadata: {name: kube-node-lease}");
        foreach (var node in nodes)
        {
            _rows.Beat(node);
            await AddNodeAsync(node);
        }
    }

    /// <summary>Folds the rows as an instance does whose clock differs.</summary>
    private async Task FoldAheadAsync(TimeSpan ahead)
    {
        var time = new FakeTimeProvider(_time.GetUtcNow() + ahead);
        await new NodeHealth(_cluster.Client, _rows, time).JudgeAsync(Token);
    }

    /// <summary>A node that has been looked at once, and so takes pods.</summary>
    private async Task AddNodeAsync(string name, TimeProvider? judge = null)
    {
        await CreateNodeAsync(name);
        await RunAsync([name], judge);
    }

    private Task CreateNodeAsync(string name) =>
        _cluster.CreateAsync(CoreKinds.Nodes, $$$"""{metadata: {name: {{{name}}}}, status: {conditions: [{type: Ready, status: "True"}]}}""");

    private Task SayReadyAsync(string node) => _cluster.UpdateAsync(CoreKinds.Nodes, node, one => Conditions.Find(one["status"], "Ready")!["status"] = "True", Subresource.Status);

    /// <summary>Judges, reconciles whom the judgement wakes, and says who that was.</summary>
    private async Task<IEnumerable<string>> JudgeAndRunAsync()
    {
        var (wakes, failures) = await _cluster.Health.JudgeAsync(Token);
        Assert.Empty(failures);
        await RunAsync(wakes.Select(wake => wake.Key));
        return [.. wakes.Select(wake => $"{wake}")];
    }

    private async Task RunAsync(IEnumerable<string> nodes, TimeProvider? judge = null)
    {
        IReactor controller = new NodeController(_cluster.Client, judge ?? _time, _rows);
        foreach (var node in nodes)
        {
            Assert.Null((await controller.ReconcileAsync(node, Token)).Failure);
        }
    }

    private async Task<string?> ReadyAsync(string node) => Conditions.Find((await _cluster.GetAsync(CoreKinds.Nodes, node))!["status"], "Ready").Text("status");

    private async Task<IEnumerable<string>> TaintsAsync(string node) =>
        (await _cluster.GetAsync(CoreKinds.Nodes, node)).Objects("spec", "taints").Select(taint => $"{taint.Text("key")} {taint.Text("effect")}").Order(StringComparer.Ordinal);

    private async Task<IEnumerable<string?>> StayingAsync() =>
        (await _cluster.AllAsync(CoreKinds.Pods)).Where(pod => pod.At("metadata", "deletionTimestamp") is null).Select(pod => pod.Text("metadata", "name"));

    private async Task<DateTimeOffset> RenewedAsync(string node) =>
        DateTimeOffset.Parse((await _cluster.GetAsync(CoordinationKinds.Leases, $"kube-node-lease/{node}")).Text("spec", "renewTime")!, CultureInfo.InvariantCulture);
}
