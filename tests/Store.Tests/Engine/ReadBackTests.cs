using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Trees;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>Changes older than those that an instance has are read from the log, also while rows are being deleted from it.</summary>
public sealed class ReadBackTests : IAsyncDisposable
{
    private readonly EngineWorld _world = new();
    private readonly List<CollectionRoot> _roots = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Watch_FromARevisionWhoseRowsAreDeletedMeanwhile_BeginsAtASnapshotThatCameWithThat(long after)
    {
        var things = await OpenBehindAsync();
        Trim(2, 3);

        var outcome = Assert.IsType<WatchOutcome.Watching>(await things.WatchAsync(after, Token));

        await using var batches = outcome.Batches.GetAsyncEnumerator(Token);
        Assert.True(await batches.MoveNextAsync());
        Assert.Equal(Enumerable.Range((int)after + 1, 5 - (int)after).Select(revision => $"k{revision}"), batches.Current.Changes.Select(change => change.Key));
    }

    [Fact]
    public async Task ReadAt_ARevisionWhoseRowsAreDeletedMeanwhile_IsThatState()
    {
        var things = await OpenBehindAsync();
        Trim(2, 3);

        var state = Assert.IsType<StateOutcome.Found>(await things.ReadAtAsync(3, Token)).State;

        Assert.Equal("k1 k2 k3", EngineWorld.Keys(state));
    }

    [Fact]
    public async Task Watch_FromARevisionThatNoSnapshotReachesAnyMore_IsTold()
    {
        var things = await OpenBehindAsync();
        Trim(3, 4);

        Assert.IsType<WatchOutcome.Compacted>(await things.WatchAsync(2, Token));
    }

    /// <summary>Five objects, and an instance that knows the changes behind the fifth alone.</summary>
    private async Task<IDocumentCollection> OpenBehindAsync()
    {
        var (_, writer) = _world.Start();
        for (var number = 1; number <= 5; number++)
        {
            await EngineWorld.PutAsync(writer, $"k{number}");
            _roots.Add((CollectionRoot)await writer.ReadCurrentAsync(Token));
        }

        await SaveAsync(5);
        var (_, reader) = _world.Start();
        await reader.ReadCurrentAsync(Token);
        return reader;
    }

    /// <summary>When the next tail is asked for, snapshots of two revisions come, and the rows go that the older one makes needless.</summary>
    private void Trim(long older, long newer)
    {
        _world.Log.Before = async what =>
        {
            Assert.Equal("tail", what);
            _world.Log.Before = null;
            await SaveAsync(older);
            await SaveAsync(newer);
            await _world.Log.CompactAsync(EngineWorld.Name, older, long.MaxValue, Token);
        };
    }

    private ValueTask SaveAsync(long revision)
    {
        var root = _roots[(int)revision - 1];
        return _world.Log.SaveSnapshotAsync(EngineWorld.Name, new StoredSnapshot(revision, revision, root.Digest, SnapshotEncoding.Encode(root, 0)), Token);
    }
}
