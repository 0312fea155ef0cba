using System.Text.Json.Nodes;
using CloudOrchestrator.Controllers.Tests.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Controllers.Tests;

/// <summary>Each group of reactors is one function with one subscription, which takes every notice that names the group and no other.</summary>
public sealed class SubscriptionTests
{
    private const string Prefix = "CloudOrchestrator.Notice.";

    private static readonly Dictionary<string, ReactorGroup> Functions = new()
    {
        ["Scheduler"] = ReactorGroup.Scheduler,
        ["WorkloadControllers"] = ReactorGroup.Workloads,
        ["ClusterControllers"] = ReactorGroup.Cluster,
        ["NodeControllers"] = ReactorGroup.Nodes,
    };

    [Fact]
    public void EventTypes_OfEachSubscription_AreAllCombinationsWithItsGroup()
    {
        var groups = Enum.GetValues<ReactorGroup>();
        var combinations = Enumerable.Range(1, (1 << groups.Length) - 1).Select(bits => groups.Where((_, index) => (bits & (1 << index)) != 0).ToList()).ToList();
        var subscriptions = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "event-subscriptions.json"))).Objects("subscriptions").ToList();

        Assert.Equal(Functions.Keys.Order(), subscriptions.Select(one => one.Text("destination", "properties", "functionName")!).Order());
        Assert.All(subscriptions, one => Assert.Equal(
            combinations.Where(combination => combination.Contains(Functions[one.Text("destination", "properties", "functionName")!])).Select(combination => Prefix + string.Join('.', combination)).Order(StringComparer.Ordinal),
            one.Texts("filter", "includedEventTypes").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Reactors_OfAControlPlaneInFunctions_CoverEveryGroupAndHaveNamesOfOneWord()
    {
        var time = new FakeTimeProvider();
        await using var cluster = new Cluster(null, time, new Rows(time));
        var reactors = cluster.Reactors.ToList();

        Assert.Equal(Enum.GetValues<ReactorGroup>(), reactors.Select(reactor => reactor.Group).Distinct().Order());
        Assert.Distinct(reactors.Select(reactor => reactor.Name));
        Assert.All(reactors, reactor => Assert.DoesNotContain(reactor.Name, char.IsWhiteSpace));
    }
}
