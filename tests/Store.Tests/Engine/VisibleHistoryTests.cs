using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Trees;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>How far back clients see: five minutes at least, ten at most.</summary>
public sealed class VisibleHistoryTests : IAsyncDisposable
{
    private readonly EngineWorld _world = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Compaction_OfTheOld_TakesOneRevisionAndHoldsNoChange()
    {
        var (_, things) = _world.Start();
        await Put(things, 3);
        await using var watching = (await Watch(things, 3)).GetAsyncEnumerator(Token);
        var next = watching.MoveNextAsync();

        await CompactedThrough(things, 3);

        Assert.Equal(4, await _world.HeadAsync());
        Assert.Equal("k1 k2 k3", EngineWorld.Keys(await things.ReadCurrentAsync(Token)));
        Assert.True(await next);
        Assert.Empty(watching.Current.Changes);
        Assert.Equal(4, watching.Current.ProvenRevision);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Compacted_ListsAndWatchesThatNeedWhatIsGone_AreToldAndOthersGoOn(bool onAnotherInstance)
    {
        var (_, things) = _world.Start();
        await Put(things, 3);
        await CompactedThrough(things, 3);
        things = onAnotherInstance ? _world.Start().Things : things;
        await things.ReadCurrentAsync(Token);

        // A list at 3 would be right still, but is not promised any more; a watch from 3 misses nothing.
        Assert.IsType<StateOutcome.Compacted>(await things.ReadAtAsync(3, Token));
        Assert.IsType<StateOutcome.Found>(await things.ReadAtAsync(4, Token));
        Assert.IsType<WatchOutcome.Compacted>(await things.WatchAsync(2, Token));
        Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(3, Token));
        Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(4, Token));
    }

    [Fact]
    public async Task Compaction_NothingWritten_ComesWithinTenMinutesAndNotBeforeFive()
    {
        var (_, things) = _world.Start();
        for (var round = 0; round < 20; round++)
        {
            await EngineWorld.PutAsync(things, "k", $"{round}");
            var revision = (await things.ReadCurrentAsync(Token)).Revision;
            await EngineWorld.PutAsync(things, "other", $"{round}");

            await _world.PassAsync(TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(10));
            Assert.IsType<StateOutcome.Found>(await things.ReadAtAsync(revision, Token));
            await _world.PassAsync(TimeSpan.FromMinutes(5));
            await _world.UntilAsync(async () => await things.ReadAtAsync(revision, Token) is StateOutcome.Compacted, $"the compaction of revision {revision}");

            // The next round begins at another distance to the last compaction.
            await _world.PassAsync(TimeSpan.FromSeconds(10 + (round * 17)));
        }
    }

    [Fact]
    public async Task Compaction_CollectionUnchangedSince_IsNotRepeated()
    {
        var (_, things) = _world.Start();
        var (_, others) = _world.Start();
        await Put(things, 3);
        await others.ReadCurrentAsync(Token);
        await CompactedThrough(things, 3);

        await _world.PassAsync(TimeSpan.FromHours(3));

        Assert.Equal(4, await _world.HeadAsync());
    }

    /// <summary>Nor by an instance that starts from a snapshot of just that revision.</summary>
    [Fact]
    public async Task Compaction_OpenedFromASnapshotOfTheCompaction_IsNotRepeated()
    {
        var (_, things) = _world.Start();
        await Put(things, 3);
        await CompactedThrough(things, 3);
        var root = (CollectionRoot)await things.ReadCurrentAsync(Token);
        await _world.Log.SaveSnapshotAsync(
            EngineWorld.Name, new StoredSnapshot(root.Revision, HybridClock.FromWall(_world.Time.GetUtcNow()), root.Digest, SnapshotEncoding.Encode(root, 3)), Token);

        var (_, later) = _world.Start();
        await later.ReadCurrentAsync(Token);
        await _world.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(4, await _world.HeadAsync());
        Assert.IsType<WatchOutcome.Watching>(await later.WatchAsync(3, Token));
    }

    [Fact]
    public async Task ReadAt_AfterARestart_IsTheStateOfItsTime()
    {
        var (_, things) = _world.Start();
        await Put(things, 5);
        var (_, again) = _world.Start();
        for (var revision = 5; revision >= 1; revision--)
        {
            var state = Assert.IsType<StateOutcome.Found>(await again.ReadAtAsync(revision, Token)).State;
            Assert.Equal((revision, revision), (state.Revision, state.Count));
        }
    }

    private static async Task Put(IDocumentCollection things, int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await EngineWorld.PutAsync(things, $"k{number}");
        }
    }

    private static async Task<IAsyncEnumerable<ChangeBatch>> Watch(IDocumentCollection things, long after) =>
        Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(after, Token)).Batches;

    private async Task CompactedThrough(IDocumentCollection things, long revision)
    {
        await _world.PassAsync(TimeSpan.FromMinutes(10));
        await _world.UntilAsync(async () => await things.ReadAtAsync(revision, Token) is StateOutcome.Compacted, $"the compaction of revision {revision}");
    }
}
