using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.AzureTables.Snapshots;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class CompactionTests(AzuriteFixture azurite)
{
    private const string Collection = "things";

    private readonly string _cluster = AzuriteFixture.NewCluster();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 4)]
    [InlineData(9, 10)]
    [InlineData(10, 10)]
    [InlineData(99, 10)]
    public async Task CompactAsync_ThroughARevision_KeepsWhatFollowsAndTheLastRow(long through, long oldest)
    {
        var log = await azurite.OpenAsync(_cluster);
        var rows = await SampleRows.AppendAsync(log, Collection, LogHead.None, 10);

        await log.CompactAsync(Collection, through, long.MaxValue, Token);
        var tail = await log.TailAsync(Collection, 0, Token);

        Assert.Equal(oldest, tail.Rows[0].FirstRevision);
        Assert.Equal(rows[^1].Head, tail.Head);
    }

    [Fact]
    public async Task CompactAsync_RowsYoungerThanTheTime_Stay()
    {
        var log = await azurite.OpenAsync(_cluster);
        var head = LogHead.None;
        for (var time = 1; time <= 5; time++)
        {
            var row = SampleRows.Next(head, time: time);
            await log.AppendAsync(Collection, head, row, Token);
            head = row.Head;
        }

        await log.CompactAsync(Collection, 5, 3, Token);

        Assert.Equal(3, (await log.TailAsync(Collection, 0, Token)).Rows[0].FirstRevision);
    }

    [Fact]
    public async Task CompactAsync_NeverWritten_DoesNothing()
    {
        var log = await azurite.OpenAsync(_cluster);

        await log.CompactAsync(Collection, 5, long.MaxValue, Token);

        Assert.Equal(LogHead.None, (await log.TailAsync(Collection, 0, Token)).Head);
    }

    [Fact]
    public async Task CompactAsync_TwoInstancesAtOnce_LeaveALogThatJoins()
    {
        var logs = new[] { await azurite.OpenAsync(_cluster), await azurite.OpenAsync(_cluster) };
        await SampleRows.AppendAsync(logs[0], Collection, LogHead.None, 250);

        await Task.WhenAll(logs.Select(log => log.CompactAsync(Collection, 240, long.MaxValue, Token).AsTask()));

        Assert.Equal(241, (await logs[0].TailAsync(Collection, 0, Token)).Rows[0].FirstRevision);
    }

    [Fact]
    public async Task CompactAsync_UnlistedBlobs_GoOnceTheyAreOld()
    {
        var log = await azurite.OpenAsync(_cluster);
        foreach (var revision in new[] { 1, 2, 3, 4, 5 })
        {
            await log.SaveSnapshotAsync(Collection, new StoredSnapshot(revision, 1, 1, new byte[] { 1 }), Token);
        }

        await log.CompactAsync(Collection, 0, 0, Token);
        Assert.Equal(5, await BlobCount());

        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow + TimeSpan.FromMinutes(61));
        await new Compaction(azurite.Account(_cluster), clock).RunAsync(PartitionKey.Of(Collection), 0, 0, Token);
        Assert.Equal(3, await BlobCount());
        Assert.Equal(3, (await log.SnapshotsAsync(Collection, Token)).Count);
    }

    private async Task<int> BlobCount()
    {
        var count = 0;
        await foreach (var _ in azurite.Account(_cluster).Blobs.GetBlobsAsync(new() { Prefix = SnapshotBlobs.Prefix(PartitionKey.Of(Collection)) }, Token))
        {
            count++;
        }

        return count;
    }
}
