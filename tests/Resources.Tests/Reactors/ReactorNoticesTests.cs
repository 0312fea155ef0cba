using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Notices;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>A notice goes to the groups whose triggers the commit concerns, and to no other.</summary>
public sealed class ReactorNoticesTests
{
    private const string Collection = "configmaps";

    private readonly ScriptedReactor _nodes = new("nodes", ReactorGroup.Nodes, OnLabel("node"));
    private readonly ScriptedReactor _scheduler = new("scheduler", ReactorGroup.Scheduler, OnLabel("schedule"), ScriptedReactor.OnName(CoreKinds.Secrets));
    private readonly ScriptedReactor _cluster = new("cluster", ReactorGroup.Cluster, OnLabel("cluster"));

    [Theory]
    [InlineData("{node: a}", "Nodes", "Nodes: nodes node=a")]
    [InlineData("{node: a, schedule: b}", "Scheduler Nodes", "Nodes: nodes node=a, Scheduler: scheduler schedule=b")]
    [InlineData("{cluster: c, node: a, schedule: b}", "Scheduler Cluster Nodes", "Cluster: cluster cluster=c, Nodes: nodes node=a, Scheduler: scheduler schedule=b")]
    public async Task Commit_ThatTriggersSome_NamesTheirGroupsInOrderAndTheirKeys(string labels, string groups, string wakes)
    {
        await using var outside = await Outside.CreateAsync(_nodes, _scheduler, _cluster);
        await outside.World.AddAsync(CoreKinds.ConfigMaps, $"{{metadata: {{name: a, namespace: default, labels: {labels}}}}}");

        var notice = await outside.NoticeAsync(Collection);

        Assert.Equal(groups, string.Join(' ', notice.Groups));
        Assert.Equal(wakes, string.Join(", ", notice.ByGroup!.SelectMany(pair => pair.Value.Select(wake => $"{pair.Key}: {wake}")).Order(StringComparer.Ordinal)));
        // The collection's beginning, and the object.
        Assert.Equal((1L, 2L), (notice.FirstRevision, notice.LastRevision));
        Assert.Equal(outside.World.Services.GetRequiredService<ReactorRuns>().Instance, notice.Origin!.Instance);
    }

    [Fact]
    public async Task Commit_ThatTriggersNobody_IsNotCarried()
    {
        await using var outside = await Outside.CreateAsync(_nodes, _scheduler, _cluster);
        await outside.World.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: a, namespace: default, labels: {other: a}}}");
        await outside.World.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: b, namespace: default, labels: {node: b}}}");

        Assert.Equal(["nodes node=b"], (await outside.NoticeAsync(Collection)).Wakes!.Select(wake => $"{wake}"));
    }

    [Fact]
    public async Task Commit_AnUpdate_IsToldWithWhatWasBefore()
    {
        await using var outside = await Outside.CreateAsync(_nodes);
        await outside.World.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: a, namespace: default, labels: {node: old}}}");
        await outside.NoticeAsync(Collection);
        await outside.World.UpdateAsync(CoreKinds.ConfigMaps, "a", item => item["metadata"]!["labels"]!["node"] = "new");

        Assert.Equal(["nodes node=new", "nodes node=old"], (await outside.NoticeAsync(Collection)).Wakes!.Select(wake => $"{wake}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Commit_ADeletion_IsToldWithTheLastDocument()
    {
        await using var outside = await Outside.CreateAsync(_nodes);
        await outside.World.AddAsync(CoreKinds.ConfigMaps, "{metadata: {name: a, namespace: default, labels: {node: old}, finalizers: [example.com/held]}}");
        await outside.NoticeAsync(Collection);
        World.Done(await outside.World.DeleteAsync(CoreKinds.ConfigMaps, "a"));
        await outside.NoticeAsync(Collection);

        // The update that frees it is its deletion.
        World.Done(await outside.World.UpdateAsync(CoreKinds.ConfigMaps, "a", item =>
        {
            item["metadata"]!["labels"]!["node"] = "last";
            item["metadata"]!.AsObject().Remove("finalizers");
        }));

        Assert.Null(await outside.World.GetAsync(CoreKinds.ConfigMaps, "a"));
        Assert.Equal(["nodes node=last"], (await outside.NoticeAsync(Collection)).Wakes!.Select(wake => $"{wake}"));
    }

    [Fact]
    public async Task Recipients_OfAHiddenKey_AreNone()
    {
        await using var outside = await Outside.CreateAsync(_scheduler);
        var publisher = outside.World.Services.GetRequiredService<INoticePublisher>();
        var hidden = new StoredObject(CollectionKeys.Closed("default", "uid"), 1, new Document("""{"metadata":{}}"""u8.ToArray(), -1));

        Assert.Empty(publisher.Recipients("secrets", [new StoreChange(1, null, hidden, null), new StoreChange(2, hidden, null, hidden)]));
    }

    [Fact]
    public async Task Publish_RecipientsAreNotKnown_GoesToAllWhoReactToTheCollection()
    {
        await using var outside = await Outside.CreateAsync(_nodes, _scheduler);
        var publisher = outside.World.Services.GetRequiredService<INoticePublisher>();

        await publisher.PublishAsync([new CommitNotice(Collection, 3, 5, null, 0), new CommitNotice("secrets", 1, 1, null, 4)], World.Token);

        var notice = await outside.NoticeAsync(Collection);
        Assert.Equal([ReactorGroup.Scheduler, ReactorGroup.Nodes], notice.Groups);
        Assert.Equal((null, null, 3L, 5L), (notice.Wakes, notice.Origin, notice.FirstRevision, notice.LastRevision));
        notice = await outside.NoticeAsync("secrets");
        Assert.Equal([ReactorGroup.Scheduler], notice.Groups);
        Assert.Equal(4, notice.Origin!.Sequence);
    }

    [Fact]
    public async Task Definition_OfWhatNothingReactsTo_IsNull()
    {
        await using var outside = await Outside.CreateAsync(_nodes, _scheduler);
        var publisher = outside.World.Services.GetRequiredService<INoticePublisher>();

        Assert.Null(publisher.Definition("pods"));
        Assert.Same(CollectionIndexes.DefinitionOf(CoreKinds.ConfigMaps), publisher.Definition(Collection));
    }

    [Theory]
    [InlineData("reactor", "key")]
    [InlineData("reactor", "a key with spaces")]
    [InlineData("reactor", "")]
    public void Parse_OfAWakesText_IsTheWake(string reactor, string key) => Assert.Equal(new Wake(reactor, key), Wake.Parse(new Wake(reactor, key).ToString()));

    /// <summary>Wakes for the values of a label, before and after.</summary>
    private static ReactorTrigger OnLabel(string label) => new(CoreKinds.ConfigMaps, (before, after) =>
        new[] { before, after }.OfType<ResourceObject>().Select(item => item.Labels.GetValueOrDefault(label)).OfType<string>().Distinct().Select(value => $"{label}={value}"));
}
