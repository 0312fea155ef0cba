using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Bootstrapping;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.FlowControl;
using CloudOrchestrator.Resources.Kinds.Scheduling;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests.Bootstrapping;

/// <summary>The objects that every cluster has: made at its start, kept, and looked at for next to nothing.</summary>
public sealed class BootstrapTests
{
    private const string Controller = "bootstrap-controller";
    private const string AutoUpdate = "apf.kubernetes.io/autoupdate-spec";

    private static readonly ResourceKind Classes = SchedulingKinds.PriorityClasses;
    private static readonly ResourceKind Levels = FlowControlKinds.PriorityLevelConfigurations;
    private static readonly ResourceKind Flows = FlowControlKinds.FlowSchemas;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_NewCluster_HasThemBeforeAnyReactorRuns()
    {
        await using var cluster = new Cluster();

        await cluster.StartHostedAsync();

        Assert.Equal(
            [("system-cluster-critical", 2_000_000_000L), ("system-node-critical", 2_000_001_000L)],
            (await cluster.AllAsync(Classes)).Select(one => (Name(one), one.Integer("value")!.Value)));
        Assert.Equal(
            [
                "catch-all=5", "exempt=0", "global-default=20", "leader-election=10", "node-high=40", "system=30", "workload-high=40", "workload-low=100",
            ],
            (await cluster.AllAsync(Levels)).Select(one => $"{Name(one)}={one.Integer("spec", "limited", "nominalConcurrencyShares") ?? one.Integer("spec", "exempt", "nominalConcurrencyShares")}"));
        Assert.Equal(
            [
                "exempt=exempt", "probes=exempt", "system-leader-election=leader-election", "endpoint-controller=workload-high", "workload-leader-election=leader-election",
                "system-node-high=node-high", "system-nodes=system", "kube-controller-manager=workload-high", "kube-scheduler=workload-high",
                "kube-system-service-accounts=workload-high", "service-accounts=workload-low", "global-default=global-default", "catch-all=catch-all",
            ],
            (await cluster.AllAsync(Flows)).OrderBy(one => one.Integer("spec", "matchingPrecedence")).Select(one => $"{Name(one)}={one.Text("spec", "priorityLevelConfiguration", "name")}"));
        Assert.All((await cluster.AllAsync(Levels)).Concat(await cluster.AllAsync(Flows)), one => Assert.Equal("true", one.Text("metadata", "annotations", AutoUpdate)));
    }

    [Fact]
    public async Task Start_NotANewCluster_WritesNothing()
    {
        var log = new MemoryCommitLog();
        await using var cluster = new Cluster(log);
        await cluster.StartHostedAsync();
        var appends = log.Appends;

        await using var next = new Cluster(log, cluster.Time);
        await next.StartHostedAsync();

        Assert.Equal(appends, log.Appends);
    }

    [Fact]
    public async Task Keys_AllAreThere_AreNoneForOneReadAKind()
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();
        var client = new InterposedClient(cluster.Client);

        Assert.Empty(await new BootstrapController(client).KeysAsync(Token));

        Assert.Equal(3, client.Calls);
    }

    [Fact]
    public async Task Triggers_TheirOwnCreation_WakesNobody_AndTheirDeletionDoes()
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();
        var reactor = new BootstrapController(cluster.Client);

        foreach (var trigger in reactor.Triggers)
        {
            foreach (var item in (await cluster.Client.StateAsync(trigger.Kind, Token)).All())
            {
                Assert.Empty(trigger.Keys(null, item));
                Assert.Equal([$"{trigger.Kind.Plural}/{item.Name.Name}"], trigger.Keys(item, null));
            }
        }
    }

    [Fact]
    public async Task Settle_SomeAreDeleted_MakesThemAgain()
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();
        await cluster.DeleteAsync(Classes, "system-node-critical");
        await cluster.DeleteAsync(Flows, "exempt");
        await cluster.DeleteAsync(Levels, "workload-low");

        await cluster.SettleAsync(Controller);

        Assert.Equal(2_000_001_000, (await cluster.GetAsync(Classes, "system-node-critical")).Integer("value"));
        Assert.NotNull(await cluster.GetAsync(Flows, "exempt"));
        Assert.NotNull(await cluster.GetAsync(Levels, "workload-low"));
    }

    [Theory]
    [InlineData("true", 30)]
    [InlineData("false", 77)]
    [InlineData(null, 77)] // somebody changed it, so that it is somebody's own
    public async Task Settle_ASuggestedLevelIsChanged_FollowsWhereItsAnnotationSaysSo(string? annotation, int shares)
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();
        await cluster.UpdateAsync(Levels, "system", level =>
        {
            level["spec"]!["limited"]!["nominalConcurrencyShares"] = 77;
            level["metadata"]!["annotations"] = annotation is null ? null : new JsonObject { [AutoUpdate] = annotation };
        });

        await cluster.SettleAsync(Controller);

        var system = (await cluster.GetAsync(Levels, "system"))!;
        Assert.Equal(shares, system.Integer("spec", "limited", "nominalConcurrencyShares"));
        Assert.Equal(annotation ?? "false", system.Text("metadata", "annotations", AutoUpdate));
    }

    [Fact]
    public async Task Settle_TheLevelOfWhatNeverWaitsIsChanged_KeepsWhatMayChange()
    {
        await using var cluster = new Cluster();
        await cluster.StartHostedAsync();
        await cluster.UpdateAsync(Levels, "exempt", level =>
        {
            level["spec"]!["exempt"]!["nominalConcurrencyShares"] = 3;
            level["metadata"]!["annotations"] = new JsonObject { [AutoUpdate] = "false" };
        });

        await cluster.SettleAsync(Controller);

        var exempt = (await cluster.GetAsync(Levels, "exempt"))!;
        Assert.Equal(3, exempt.Integer("spec", "exempt", "nominalConcurrencyShares"));
        Assert.Equal("true", exempt.Text("metadata", "annotations", AutoUpdate));
    }

    [Fact]
    public async Task Start_TwoInstancesAtOnce_MakeEachOnce()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var one = new Cluster(log);
        await using var other = new Cluster(log, one.Time);

        await Task.WhenAll(one.StartHostedAsync(), other.StartHostedAsync());

        foreach (var (kind, count) in new[] { (Classes, 2), (Levels, 8), (Flows, 13) })
        {
            var state = await one.Client.StateAsync(kind, Token);
            Assert.Equal(count, state.All().Count());

            // Each once, behind the beginning of its collection.
            Assert.Equal(count + 1, state.Revision);
        }
    }

    private static string Name(JsonObject item) => item.Text("metadata", "name")!;
}
