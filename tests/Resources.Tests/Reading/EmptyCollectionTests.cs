using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reading;

/// <summary>A list of what was never written has a revision that a watch can go on from, and from which it misses nothing and repeats nothing.</summary>
public sealed class EmptyCollectionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task WatchAsync_FromTheListOfNothing_SeesAllThatIsWrittenAfterwards(bool isSoleWriter)
    {
        var log = new MemoryCommitLog(isSoleWriter);
        await using var world = await World.CreateAsync(log);
        await using var elsewhere = World.After(world, log);
        var empty = await ListAtRevisionTests.PageAsync(world, new ListQuery());
        Assert.Equal((1, 1), (empty.Revision, (await ListAtRevisionTests.PageAsync(elsewhere, new ListQuery())).Revision));
        var before = WatchAtRevisionTests.SeenAsync(world, new WatchQuery { ResourceVersion = empty.Revision }, item => item == "added b");

        await ListAtRevisionTests.AddAsync(world, "a");
        await ListAtRevisionTests.AddAsync(world, "b");
        var after = await WatchAtRevisionTests.SeenAsync(isSoleWriter ? world : elsewhere, new WatchQuery { ResourceVersion = empty.Revision }, item => item == "added b");

        Assert.Equal(["added a", "added b"], await before);
        Assert.Equal(["added a", "added b"], after);
    }

    [Fact]
    public async Task WatchAsync_FromTheListOfTheFirstObject_DoesNotRepeatIt()
    {
        await using var world = await World.CreateAsync();
        await ListAtRevisionTests.AddAsync(world, "a");
        var page = await ListAtRevisionTests.PageAsync(world, new ListQuery());
        await ListAtRevisionTests.AddAsync(world, "b");

        var seen = await WatchAtRevisionTests.SeenAsync(world, new WatchQuery { ResourceVersion = page.Revision }, item => item == "added b");

        Assert.Equal(2, page.Revision);
        Assert.Equal(["added b"], seen);
    }

    [Fact]
    public async Task ListAsync_OfNothingAtTheRevisionThatItSays_IsStillNothing()
    {
        await using var world = await World.CreateAsync();
        var exact = new ListQuery { ResourceVersion = 1, Match = ResourceVersionMatch.Exact };
        Assert.Equal(1, (await ListAtRevisionTests.PageAsync(world, exact)).Revision);
        Assert.Equal(1, (await ListAtRevisionTests.PageAsync(world, new ListQuery { ResourceVersion = 1 })).Revision);

        await ListAtRevisionTests.AddAsync(world, "a");

        var page = await ListAtRevisionTests.PageAsync(world, exact);
        Assert.Equal((1, 0), (page.Revision, page.Items.Count));
    }

    [Fact]
    public async Task ListAsync_AfterTheLastObjectIsGone_IsAtTheRevisionOfItsDeletion()
    {
        await using var world = await World.CreateAsync();
        await ListAtRevisionTests.AddAsync(world, "a");
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "a"));

        var page = await ListAtRevisionTests.PageAsync(world, new ListQuery());

        Assert.Equal((3, 0), (page.Revision, page.Items.Count));
    }

    [Fact]
    public async Task WatchAsync_WithInitialEventsOfNothing_MarksTheirEndAtARevisionToGoOnFrom()
    {
        await using var world = await World.CreateAsync();
        var outcome = await world.Client.WatchAsync(CoreKinds.ConfigMaps, new WatchQuery { SendInitialEvents = true }, World.Token);
        await using var batches = Assert.IsType<ResourceWatchOutcome.Watching>(outcome).Batches.GetAsyncEnumerator(World.Token);

        Assert.True(await batches.MoveNextAsync());

        Assert.Equal(1, Assert.IsType<WatchItem.Bookmark>(Assert.Single(batches.Current)).Revision);
    }
}
