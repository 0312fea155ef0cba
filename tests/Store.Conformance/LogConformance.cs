using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.Conformance;

/// <summary>What every commit log must do, whatever service lies under it.</summary>
public abstract class LogConformance : IAsyncLifetime
{
    private const string Things = "group/things";
    private const string Others = "others";

    private ICommitLog _log = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _log = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync(_log);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Tail_NothingAppended_IsEmptyAndHasNoHead()
    {
        var tail = await _log.TailAsync(Things, 0, Token);

        Assert.Empty(tail.Rows);
        Assert.Equal(LogHead.None, tail.Head);
    }

    [Fact]
    public async Task Append_RowsOfSeveralChanges_ComeBackInOrderWithAllTheySay()
    {
        var rows = await Append(Things, 3, 1, 10);

        var tail = await _log.TailAsync(Things, 0, Token);

        Assert.Equal([1L, 4L, 5L], tail.Rows.Select(row => row.FirstRevision));
        foreach (var (row, found) in rows.Zip(tail.Rows))
        {
            Assert.Equal(row with { Payload = default }, found with { Payload = default });
            Assert.Equal(row.Payload.ToArray(), found.Payload.ToArray());
        }

        Assert.Equal(rows[^1].Head, tail.Head);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(3, 2)]
    [InlineData(4, 1)]
    [InlineData(14, 0)]
    public async Task Tail_BehindARevision_HasTheRowsBehindItAndTheHead(long after, int count)
    {
        await Append(Things, 3, 1, 10);

        var tail = await _log.TailAsync(Things, after, Token);

        Assert.Equal(count, tail.Rows.Count);
        Assert.Equal(14, tail.Head.Revision);
    }

    [Fact]
    public async Task Append_BehindAnotherHead_DoesNothing()
    {
        var row = (await Append(Things, 1))[0];
        var second = Row(row.Head, 1);
        Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(Things, row.Head, second, Token));

        Assert.IsType<AppendOutcome.HeadMoved>(await _log.AppendAsync(Things, row.Head, Row(row.Head, 1), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await _log.AppendAsync(Things, LogHead.None, Row(LogHead.None, 1), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await _log.AppendAsync(Things, row.Head, second, Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await _log.AppendAsync(Things, new LogHead(2, Guid.NewGuid(), 0), Row(second.Head, 1), Token));

        Assert.Equal(2, (await _log.TailAsync(Things, 0, Token)).Rows.Count);
    }

    [Fact]
    public async Task Append_ManyAtOnce_OneWins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () => await _log.AppendAsync(Things, LogHead.None, Row(LogHead.None, 1), Token))));

        Assert.Single(outcomes.OfType<AppendOutcome.Appended>());
        Assert.Single((await _log.TailAsync(Things, 0, Token)).Rows);
    }

    [Fact]
    public async Task Append_LargestPayload_ComesBackWhole()
    {
        var payload = new byte[_log.PayloadBytesMax];
        new Random(7).NextBytes(payload);
        var row = Row(LogHead.None, 1) with { Payload = payload };

        Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(Things, LogHead.None, row, Token));
        Assert.IsType<AppendOutcome.Rejected>(await _log.AppendAsync(Things, row.Head, Row(row.Head, 1) with { Payload = new byte[payload.Length + 1] }, Token));

        Assert.Equal(payload, (await _log.TailAsync(Things, 0, Token)).Rows[0].Payload.ToArray());
    }

    [Fact]
    public async Task Append_ToOneCollection_LeavesOthersAlone()
    {
        await Append(Things, 1, 1);
        await Append(Others, 5);

        Assert.Equal(2, (await _log.TailAsync(Things, 0, Token)).Head.Revision);
        Assert.Equal(5, (await _log.TailAsync(Others, 0, Token)).Head.Revision);
    }

    [Fact]
    public async Task Reopen_AfterAppends_HasThem()
    {
        var rows = await Append(Things, 2, 2);
        await CloseAsync(_log);
        _log = await OpenAsync();

        Assert.Equal(rows[^1].Head, (await _log.TailAsync(Things, 0, Token)).Head);
        Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(Things, rows[^1].Head, Row(rows[^1].Head, 1), Token));
    }

    [Fact]
    public async Task Seal_AtTheHead_EndsTheLog()
    {
        var head = (await Append(Things, 1, 1))[^1].Head;

        Assert.False(await _log.SealAsync(Things, head with { Revision = 1, Commit = Guid.NewGuid() }, Token));
        Assert.True(await _log.SealAsync(Things, head, Token));
        Assert.True(await _log.SealAsync(Things, head, Token));

        Assert.IsType<AppendOutcome.HeadMoved>(await _log.AppendAsync(Things, head, Row(head, 1), Token));
        Assert.Equal(head with { Sealed = true }, (await _log.TailAsync(Things, head.Revision, Token)).Head);
    }

    [Fact]
    public async Task Compact_ThroughARevision_DeletesWhatIsOldButNeverTheLastRow()
    {
        await Append(Things, 1, 1, 1, 1);
        await Append(Others, 1, 1);

        await _log.CompactAsync(Things, 2, long.MaxValue, Token);
        Assert.Equal([3L, 4L], (await _log.TailAsync(Things, 0, Token)).Rows.Select(row => row.FirstRevision));

        await _log.CompactAsync(Things, 4, Time(4), Token);
        Assert.Equal([4L], (await _log.TailAsync(Things, 0, Token)).Rows.Select(row => row.FirstRevision));

        await _log.CompactAsync(Things, 4, long.MaxValue, Token);
        Assert.Equal([4L], (await _log.TailAsync(Things, 0, Token)).Rows.Select(row => row.FirstRevision));
        Assert.Equal(2, (await _log.TailAsync(Others, 0, Token)).Rows.Count);
    }

    [Fact]
    public async Task Compact_YoungRows_KeepsThem()
    {
        await Append(Things, 1, 1, 1);

        await _log.CompactAsync(Things, 3, Time(1), Token);

        Assert.Equal(3, (await _log.TailAsync(Things, 0, Token)).Rows.Count);
    }

    [Fact]
    public async Task Snapshots_FourInAnyOrder_KeepsTheNewestThree()
    {
        foreach (var revision in new[] { 30, 10, 40, 20 })
        {
            await _log.SaveSnapshotAsync(Things, Snapshot(revision), Token);
        }

        var listed = await _log.SnapshotsAsync(Things, Token);

        Assert.Equal([40L, 30L, 20L], listed.Select(entry => entry.Revision));
        foreach (var entry in listed)
        {
            var wanted = Snapshot(entry.Revision);
            Assert.Equal((wanted.Time, wanted.Digest, wanted.Payload.Length), (entry.Time, entry.Digest, entry.Bytes));
            Assert.Equal(wanted.Payload.ToArray(), (await _log.ReadSnapshotAsync(Things, entry, Token))!.Value.ToArray());
        }

        Assert.Empty(await _log.SnapshotsAsync(Others, Token));
    }

    [Fact]
    public async Task ReadSnapshot_ThatIsNotThere_IsNothing() =>
        Assert.Null(await _log.ReadSnapshotAsync(Things, new SnapshotEntry(1, 1, 1, "1", new string('0', 64), 3), Token));

    [Fact]
    public async Task Blobs_PutReadListedDeleted_AreTheirCollections()
    {
        var large = new byte[CommitBytes.DocumentMax];
        new Random(8).NextBytes(large);
        await _log.PutBlobAsync(Things, "one", large, Token);
        await _log.PutBlobAsync(Things, "two", new byte[] { 2 }, Token);
        await _log.PutBlobAsync(Others, "one", new byte[] { 3 }, Token);
        await _log.SaveSnapshotAsync(Things, Snapshot(1), Token);

        Assert.Equal(large, (await _log.GetBlobAsync(Things, "one", Token))!.Value.ToArray());
        Assert.Equal(["one", "two"], (await _log.BlobsAsync(Things, Token)).Order());

        await _log.PutBlobAsync(Things, "one", large, Token);
        await _log.DeleteBlobAsync(Things, "two", Token);
        await _log.DeleteBlobAsync(Things, "two", Token);
        Assert.Null(await _log.GetBlobAsync(Things, "two", Token));
        Assert.Equal(["one"], await _log.BlobsAsync(Things, Token));
        Assert.Equal(["one"], await _log.BlobsAsync(Others, Token));
    }

    [Fact]
    public async Task Compact_SpilledDocuments_StayWhereTheyAre()
    {
        await Append(Things, 1, 1);
        await _log.PutBlobAsync(Things, "one", new byte[] { 1 }, Token);

        await _log.CompactAsync(Things, 2, long.MaxValue, Token);

        Assert.NotNull(await _log.GetBlobAsync(Things, "one", Token));
    }

    [Fact]
    public async Task MovePublished_FromWhereItIs_MovesOnce()
    {
        await _log.RegisterAsync(Things, Token);
        Assert.Equal(0, await _log.PublishedAsync(Things, Token));

        Assert.True(await _log.MovePublishedAsync(Things, 0, 5, Token));
        Assert.False(await _log.MovePublishedAsync(Things, 0, 7, Token));
        Assert.True(await _log.MovePublishedAsync(Things, 5, 9, Token));

        Assert.Equal(9, await _log.PublishedAsync(Things, Token));
        Assert.Equal(0, await _log.PublishedAsync(Others, Token));
    }

    [Fact]
    public async Task DirtyMarks_SetAgainAfterTheyWereRead_StayWhenCleared()
    {
        await _log.RegisterAsync(Things, Token);
        await _log.RegisterAsync(Others, Token);
        Assert.Empty(await _log.DirtyMarksAsync(Token));
        await _log.MarkDirtyAsync(Things, Token);
        await _log.MarkDirtyAsync(Others, Token);
        var marks = (await _log.DirtyMarksAsync(Token)).OrderBy(mark => mark.Collection).ToList();
        await _log.MarkDirtyAsync(Things, Token);

        foreach (var mark in marks)
        {
            Assert.InRange(mark.Age, TimeSpan.FromSeconds(-5), TimeSpan.FromMinutes(1));
            await _log.ClearDirtyAsync(mark, Token);
            await _log.ClearDirtyAsync(mark, Token);
        }

        Assert.Equal([Things, Others], marks.Select(mark => mark.Collection));
        Assert.Equal(Things, Assert.Single(await _log.DirtyMarksAsync(Token)).Collection);
    }

    [Fact]
    public async Task Register_TwiceEach_ListsEachOnce()
    {
        foreach (var name in new[] { Things, Others, Things, Others })
        {
            await _log.RegisterAsync(name, Token);
        }

        await Append(Things, 1);
        await _log.MarkDirtyAsync(Things, Token);

        Assert.Equal([Things, Others], (await _log.CollectionsAsync(Token)).Order());
    }

    /// <summary>Opens the log under test anew, or one more time on the same data after <see cref="CloseAsync"/>.</summary>
    protected abstract Task<ICommitLog> OpenAsync();

    /// <summary>Closes the log, keeping its data.</summary>
    protected abstract Task CloseAsync(ICommitLog log);

    private static long Time(long revision) => revision << 20;

    private static CommitRow Row(LogHead head, int changes) => new(
        head.Revision + 1, head.Revision + changes, Guid.NewGuid(), Time(head.Revision + 1), unchecked((ulong)head.Revision * 0x9E3779B97F4A7C15), 1, new byte[] { 0, (byte)changes, 255 });

    private static StoredSnapshot Snapshot(long revision) => new(revision, Time(revision), unchecked((ulong)revision * 0x9E3779B97F4A7C15), new byte[] { 1, 2, (byte)revision });

    private async Task<List<CommitRow>> Append(string collection, params int[] changes)
    {
        await _log.RegisterAsync(collection, Token);
        var rows = new List<CommitRow>();
        foreach (var count in changes)
        {
            var head = rows.Count > 0 ? rows[^1].Head : LogHead.None;
            rows.Add(Row(head, count));
            Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(collection, head, rows[^1], Token));
        }

        return rows;
    }
}
