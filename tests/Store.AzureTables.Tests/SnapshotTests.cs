using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class SnapshotTests(AzuriteFixture azurite)
{
    private const string Collection = "apps/deployments";

    private readonly string _cluster = AzuriteFixture.NewCluster();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SaveSnapshotAsync_FourInAnyOrder_KeepsTheNewestThree()
    {
        var log = await azurite.OpenAsync(_cluster);
        foreach (var revision in new[] { 30, 10, 40, 20 })
        {
            await log.SaveSnapshotAsync(Collection, Snapshot(revision), Token);
        }

        var kept = await log.SnapshotsAsync(Collection, Token);

        Assert.Equal([40L, 30L, 20L], kept.Select(snapshot => snapshot.Revision));
        Assert.Equal(Snapshot(40).Payload.ToArray(), (await log.ReadSnapshotAsync(Collection, kept[0], Token))!.Value.ToArray());
        Assert.Equal((Snapshot(40).Time, Snapshot(40).Digest, 3L), (kept[0].Time, kept[0].Digest, kept[0].Bytes));
    }

    [Fact]
    public async Task SaveSnapshotAsync_TwoInstancesAtOnce_ListBoth()
    {
        var logs = new[] { await azurite.OpenAsync(_cluster), await azurite.OpenAsync(_cluster) };

        await Task.WhenAll(logs.Select((log, index) => log.SaveSnapshotAsync(Collection, Snapshot(index + 1), Token).AsTask()));

        Assert.Equal([2L, 1L], (await logs[0].SnapshotsAsync(Collection, Token)).Select(snapshot => snapshot.Revision));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ReadSnapshotAsync_BlobDamagedOrGone_IsNull(bool gone)
    {
        var log = await azurite.OpenAsync(_cluster);
        foreach (var revision in new[] { 10, 20, 30 })
        {
            await log.SaveSnapshotAsync(Collection, Snapshot(revision), Token);
        }

        var account = azurite.Account(_cluster);
        var listed = await log.SnapshotsAsync(Collection, Token);
        var blob = account.Blobs.GetBlobClient(listed[0].Blob);
        if (gone)
        {
            await blob.DeleteAsync(cancellationToken: Token);
        }
        else
        {
            await blob.UploadAsync(BinaryData.FromString("damaged"), overwrite: true, Token);
        }

        Assert.Null(await log.ReadSnapshotAsync(Collection, listed[0], Token));
        Assert.Equal(Snapshot(20).Payload.ToArray(), (await log.ReadSnapshotAsync(Collection, listed[1], Token))!.Value.ToArray());
    }

    [Fact]
    public async Task SaveSnapshotAsync_LargerThanARequest_ComesBackWhole()
    {
        var log = await azurite.OpenAsync(_cluster);
        var payload = new byte[17 * 1024 * 1024];
        new Random(3).NextBytes(payload);

        await log.SaveSnapshotAsync(Collection, new StoredSnapshot(1, 1, 1, payload), Token);
        var read = await log.ReadSnapshotAsync(Collection, Assert.Single(await log.SnapshotsAsync(Collection, Token)), Token);

        Assert.True(payload.AsSpan().SequenceEqual(read!.Value.Span));
    }

    private static StoredSnapshot Snapshot(long revision) => new(revision, revision * 7, (ulong)revision * 0x9E3779B97F4A7C15, new byte[] { 1, 2, (byte)revision });
}
