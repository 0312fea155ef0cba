using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class SpilledBlobTests(AzuriteFixture azurite)
{
    private const string Collection = "apps/deployments";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Blobs_PutReadListedDeleted_AreTheCollectionsOwn()
    {
        var log = await azurite.OpenAsync(AzuriteFixture.NewCluster());
        var content = new byte[3 * 512 * 1024];
        new Random(1).NextBytes(content);

        await log.PutBlobAsync(Collection, "one", content, Token);
        await log.PutBlobAsync(Collection, "one", content, Token);
        await log.PutBlobAsync(Collection, "two", new byte[] { 2 }, Token);
        await log.PutBlobAsync("apps", "three", new byte[] { 3 }, Token);
        await log.SaveSnapshotAsync(Collection, new(1, 1, 1, new byte[] { 4 }), Token);

        Assert.Equal(["one", "two"], await log.BlobsAsync(Collection, Token));
        Assert.Equal(content, (await log.GetBlobAsync(Collection, "one", Token))!.Value.ToArray());
        Assert.Null(await log.GetBlobAsync(Collection, "three", Token));

        await log.DeleteBlobAsync(Collection, "one", Token);
        await log.DeleteBlobAsync(Collection, "one", Token);
        Assert.Equal(["two"], await log.BlobsAsync(Collection, Token));
        Assert.Null(await log.GetBlobAsync(Collection, "one", Token));
    }
}
