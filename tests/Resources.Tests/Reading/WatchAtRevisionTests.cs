using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Resources.Tests.Worlds;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reading;

/// <summary>A watch goes on from any revision whose changes are still known, and says so where they are not.</summary>
public sealed class WatchAtRevisionTests
{
    [Fact]
    public async Task WatchAsync_FromEachRevision_SeesExactlyWhatFollows()
    {
        await using var world = await World.CreateAsync();
        await ListAtRevisionTests.AddAsync(world, "a");
        await ListAtRevisionTests.AddAsync(world, "b");
        await ListAtRevisionTests.SetAsync(world, "a", "new");
        World.Done(await world.DeleteAsync(CoreKinds.ConfigMaps, "b"));
        var head = (await ListAtRevisionTests.PageAsync(world, new ListQuery())).Revision;
        var expected = new[] { "added a", "added b", "modified a", "deleted b" };

        for (var after = head - 3; after <= head; after++)
        {
            await ListAtRevisionTests.AddAsync(world, $"end{after}");
            var seen = await SeenAsync(world, new WatchQuery { ResourceVersion = after }, item => item.EndsWith($"end{after}", StringComparison.Ordinal));
            Assert.Equal(expected[(int)(after - head + 4)..], seen.Where(item => !item.Contains("end", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task WatchAsync_FromBeforeTheCompaction_IsExpiredOnlyIfAChangeAfterItIsGone()
    {
        await using var world = await World.CreateAsync();
        await ListAtRevisionTests.AddAsync(world, "a");
        var before = (await ListAtRevisionTests.PageAsync(world, new ListQuery())).Revision;
        await ListAtRevisionTests.AddAsync(world, "b");
        var last = (await ListAtRevisionTests.PageAsync(world, new ListQuery())).Revision;
        await ListAtRevisionTests.ExpiryAsync(world, new ListQuery { ResourceVersion = last, Match = ResourceVersionMatch.Exact });
        await ListAtRevisionTests.AddAsync(world, "c");

        var gone = await world.Client.WatchAsync(CoreKinds.ConfigMaps, new WatchQuery { ResourceVersion = before }, World.Token);
        var seen = await SeenAsync(world, new WatchQuery { ResourceVersion = last }, item => item == "added c");

        Assert.Contains($"too old resource version: {before}", Assert.IsType<Refusal.Expired>(Assert.IsType<ResourceWatchOutcome.Refused>(gone).Refusal).Message, StringComparison.Ordinal);
        Assert.Equal(["added c"], seen);
    }

    [Fact]
    public async Task WatchAsync_BeyondTheNewest_IsTooLarge()
    {
        await using var world = await World.CreateAsync();

        var outcome = await world.Client.WatchAsync(CoreKinds.ConfigMaps, new WatchQuery { ResourceVersion = 1000 }, World.Token);

        Assert.IsType<Refusal.RevisionTooLarge>(Assert.IsType<ResourceWatchOutcome.Refused>(outcome).Refusal);
    }

    [Fact]
    public async Task WatchAsync_BookmarksWhileNothingChanges_StateTheRevisionThatTheCompactionTook()
    {
        await using var world = await World.CreateAsync();
        await ListAtRevisionTests.AddAsync(world, "a");
        var last = (await ListAtRevisionTests.PageAsync(world, new ListQuery())).Revision;
        var outcome = await world.Client.WatchAsync(CoreKinds.ConfigMaps, new WatchQuery { ResourceVersion = last, AllowBookmarks = true }, World.Token);
        await using var batches = Assert.IsType<ResourceWatchOutcome.Watching>(outcome).Batches.GetAsyncEnumerator(World.Token);
        Assert.True(await batches.MoveNextAsync());
        var bookmarks = new List<long>();

        // A client that goes on from its last bookmark must never find that too old, however long nothing changes.
        for (var minutes = 0; minutes < 20; minutes++)
        {
            var next = batches.MoveNextAsync().AsTask();
            while (!next.IsCompleted)
            {
                await ListAtRevisionTests.AdvanceAsync(world, TimeSpan.FromSeconds(10));
                await Task.WhenAny(next, Task.Delay(TimeSpan.FromMilliseconds(1), World.Token));
            }

            Assert.True(await next);
            bookmarks.Add(Assert.IsType<WatchItem.Bookmark>(Assert.Single(batches.Current)).Revision);
        }

        Assert.Equal(bookmarks.Order(), bookmarks);
        Assert.Equal(last, bookmarks[0]);
        Assert.Equal(last + 1, bookmarks[^1]);
        Assert.IsType<ResourceWatchOutcome.Watching>(await world.Client.WatchAsync(CoreKinds.ConfigMaps, new WatchQuery { ResourceVersion = bookmarks[^1] }, World.Token));
    }

    internal static async Task<List<string>> SeenAsync(World world, WatchQuery query, Func<string, bool> isLast)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(World.Token);
        deadline.CancelAfter(TimeSpan.FromSeconds(20));
        var seen = new List<string>();
        var outcome = await world.Client.WatchAsync(CoreKinds.ConfigMaps, query, deadline.Token);
        await foreach (var batch in Assert.IsType<ResourceWatchOutcome.Watching>(outcome).Batches.WithCancellation(deadline.Token))
        {
            seen.AddRange(batch.Select(Show));
            if (seen.Any(isLast))
            {
                return seen;
            }
        }

        Assert.Fail($"the watch ended with: {string.Join(", ", seen)}");
        return seen;
    }

    private static string Show(WatchItem item) => item switch
    {
        WatchItem.Added added => $"added {NameOf(added.Object)}",
        WatchItem.Modified modified => $"modified {NameOf(modified.Object)}",
        WatchItem.Deleted deleted => $"deleted {NameOf(deleted.Object)}",
        _ => item.ToString(),
    };

    private static string NameOf(ResourceObject item) => (string)item.Parse()["metadata"]!["name"]!;
}
