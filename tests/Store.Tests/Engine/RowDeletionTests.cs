using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Conformance;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Engine;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>Which rows go: no client may be in need of them, nor a reader whose snapshot turns out bad.</summary>
public sealed class RowDeletionTests
{
    private const string Name = "things";

    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="snapshots">Revisions and ages in minutes of the snapshots.</param>
    /// <param name="rows">Ages in minutes of the rows, of one revision each.</param>
    /// <param name="left">The first revision that is left.</param>
    [Theory]
    [InlineData("2@240", "240 240 120 1 0", 1)]
    [InlineData("2@240 4@120", "240 240 120 120 0", 3)]
    [InlineData("2@240 4@120 5@0", "240 240 120 120 0", 5)]
    [InlineData("2@240 4@30", "240 240 120 30 0", 3)]
    [InlineData("2@240 4@1 5@0", "240 240 120 1 0", 3)]
    [InlineData("2@240 4@120 5@1", "240 240 120 120 1", 5)]
    [InlineData("3@30 4@1 5@0", "240 120 30 1 0", 3)]
    public async Task Compact_Snapshots_DeletesNoRowThatRecentChangesAreMadeFrom(string snapshots, string rows, long left)
    {
        var log = new MemoryCommitLog();
        var head = LogHead.None;
        foreach (var age in rows.Split(' '))
        {
            var revision = head.Revision + 1;
            var row = new CommitRow(revision, revision, Guid.NewGuid(), TimeOf(age), 0, Replay.FormatPlain, default);
            Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Name, head, row, TestContext.Current.CancellationToken));
            head = row.Head;
        }

        foreach (var snapshot in snapshots.Split(' ').Select(one => one.Split('@')))
        {
            await log.SaveSnapshotAsync(Name, new StoredSnapshot(long.Parse(snapshot[0]), TimeOf(snapshot[1]), 0, new byte[1]), TestContext.Current.CancellationToken);
        }

        var schedule = new SnapshotSchedule(
            Name, log, new DocumentSeals(Name, null), new FakeTimeProvider(Now), NullLogger.Instance, await log.SnapshotsAsync(Name, TestContext.Current.CancellationToken));
        await schedule.CompactAsync(TestContext.Current.CancellationToken);

        var tail = await log.TailAsync(Name, 0, TestContext.Current.CancellationToken);
        Assert.Equal(Enumerable.Range((int)left, (int)(head.Revision - left) + 1), tail.Rows.Select(row => (int)row.FirstRevision));
    }

    private static long TimeOf(string minutesAgo) => HybridClock.FromWall(Now - TimeSpan.FromMinutes(int.Parse(minutesAgo)));
}
