using System.Runtime.CompilerServices;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests.Subscriptions;

/// <summary>The subscriptions that are deployed.</summary>
public sealed class CommittedSubscriptionsTests
{
    /// <summary>The groups that notices name, in their order, and the function of each.</summary>
    private static readonly (string Group, string Function)[] Groups =
        [("Scheduler", "Scheduler"), ("Workloads", "WorkloadControllers"), ("Cluster", "ClusterControllers"), ("Nodes", "NodeControllers")];

    [Fact]
    public async Task Publish_EveryCombinationOfGroups_ReachesExactlyTheirFunctions()
    {
        await using var bench = await Bench.StartAsync([.. SubscriptionFile.Read(CommittedFile())]);
        var combinations = Enumerable.Range(1, (1 << Groups.Length) - 1)
            .Select(bits => Groups.Where((_, index) => (bits & (1 << index)) != 0).ToArray())
            .ToDictionary(groups => "CloudOrchestrator.Notice." + string.Join('.', groups.Select(group => group.Group)), groups => groups.Select(group => group.Function));

        await bench.PublishAsync(combinations.Keys.Select(type => Bench.Event(type, type)));
        await bench.SettledAsync();

        var reached = bench.Target.Seen.SelectMany(delivery => delivery.Ids.Select(id => (Id: id, delivery.Function))).ToList();
        Assert.Equal(15, combinations.Count);
        foreach (var (type, functions) in combinations)
        {
            Assert.Equal(functions.Order(), reached.Where(one => one.Id == type).Select(one => one.Function).Order());
        }
    }

    [Fact]
    public async Task Publish_AnotherType_ReachesNone()
    {
        await using var bench = await Bench.StartAsync([.. SubscriptionFile.Read(CommittedFile())]);

        await bench.PublishAsync([
            Bench.Event("1", "CloudOrchestrator.Notice"), Bench.Event("2", "CloudOrchestrator.Notice.Nodes.Cluster"), Bench.Event("3", "CloudOrchestrator.Notice.nodes")]);

        Assert.Equal((0, 0), (bench.Grid.Pending, bench.Count.Matched));
    }

    private static string CommittedFile([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../infra/azure/event-subscriptions.json"));
}
