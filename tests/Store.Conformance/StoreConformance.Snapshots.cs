using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Trees;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <content>Snapshots that are not what was written.</content>
public abstract partial class StoreConformance
{
    private const int CompactAttemptsMax = 10;

    [Fact]
    public async Task Open_NewestSnapshotDamaged_UsesTheOneBeforeAndSaysSo()
    {
        await TwoSnapshots();
        await CompactAsync(2);
        await DamageSnapshotAsync(_log, "things", (await _log.SnapshotsAsync("things", Token))[0]);
        var logger = new RecordingLogger<StoreEngine>();
        await Reopen(logger);

        Assert.Equal("a=1 b=2 c=3 d=4", Show(await _things.ReadCurrentAsync(Token)));
        Assert.Contains("The snapshot of things at revision 3 cannot be used; the one before it is", logger.Warnings);
        Assert.Equal(5, Revision(await Put("e", "5")));
    }

    [Fact]
    public async Task Open_EverySnapshotDamagedAndRowsGone_SaysWhichAndTakesNothing()
    {
        await TwoSnapshots();
        await CompactAsync(2);
        await DamageAllSnapshots();
        await Reopen();

        var fault = await Assert.ThrowsAsync<StoreException>(async () => await _things.ReadCurrentAsync(Token));
        Assert.Equal("The collection things is damaged: its snapshots at revisions 3, 2 cannot be used, and the rows before them are gone.", fault.Message);
        Assert.Equal(fault.Message, (await Assert.ThrowsAsync<StoreException>(() => Put("e", "5"))).Message);
        Assert.Equal(4, (await _log.TailAsync("things", 2, Token)).Head.Revision);
    }

    [Fact]
    public async Task Open_EverySnapshotDamagedButNoRowGone_IsMadeFromTheRows()
    {
        await TwoSnapshots();
        await DamageAllSnapshots();
        await Reopen();

        Assert.Equal("a=1 b=2 c=3 d=4", Show(await _things.ReadCurrentAsync(Token)));
        Assert.Equal(5, Revision(await Put("e", "5")));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Watch_ColdFromBeforeRowsThatAreGone_SaysThatTheyAreCompacted(long after)
    {
        await TwoSnapshots();
        await CompactAsync(3);
        await Reopen();

        Assert.Equal(3, Assert.IsType<WatchOutcome.Compacted>(await _things.WatchAsync(after, Token)).OldestRevision);
        Assert.Equal("a=1 b=2 c=3 d=4", Show(await _things.ReadCurrentAsync(Token)));
    }

    /// <summary>Rows that are gone already are none the worse for another attempt, which a store that fails now and then may need.</summary>
    private async Task CompactAsync(long throughRevision)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await _log.CompactAsync("things", throughRevision, long.MaxValue, Token);
                return;
            }
            catch (StoreException) when (attempt < CompactAttemptsMax)
            {
                // As the engine does at its next turn.
            }
        }
    }

    /// <summary>Four objects, and snapshots at the second and the third.</summary>
    private async Task TwoSnapshots()
    {
        await Put("a", "1");
        await Put("b", "2");
        await SaveSnapshot();
        await Put("c", "3");
        await SaveSnapshot();
        await Put("d", "4");
    }

    private async Task SaveSnapshot()
    {
        var root = (CollectionRoot)await _things.ReadCurrentAsync(Token);
        await _log.SaveSnapshotAsync("things", new StoredSnapshot(root.Revision, 1, root.Digest, SnapshotEncoding.Encode(root, 0)), Token);
    }

    private async Task DamageAllSnapshots()
    {
        foreach (var entry in await _log.SnapshotsAsync("things", Token))
        {
            await DamageSnapshotAsync(_log, "things", entry);
        }
    }
}
