using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Registry;

public sealed class PublishedRowTests(AzuriteFixture azurite)
{
    private const string Collection = "pods";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MovePublishedAsync_FromWhereItIs_MovesAndElseNot()
    {
        var log = await azurite.OpenAsync(AzuriteFixture.NewCluster());

        Assert.Equal(0, await log.PublishedAsync(Collection, Token));
        Assert.False(await log.MovePublishedAsync(Collection, 3, 5, Token));
        Assert.True(await log.MovePublishedAsync(Collection, 0, 5, Token));
        Assert.False(await log.MovePublishedAsync(Collection, 0, 7, Token));
        Assert.True(await log.MovePublishedAsync(Collection, 5, 7, Token));
        Assert.Equal(7, await log.PublishedAsync(Collection, Token));
        Assert.Equal(0, await log.PublishedAsync("others", Token));
    }

    [Fact]
    public async Task MovePublishedAsync_ManyAtOnce_OneMovesIt()
    {
        var cluster = AzuriteFixture.NewCluster();
        var logs = new[] { await azurite.OpenAsync(cluster), await azurite.OpenAsync(cluster), await azurite.OpenAsync(cluster) };
        var from = 0L;
        for (var round = 1; round <= 10; round++)
        {
            var moved = await Task.WhenAll(logs.Select((log, index) => log.MovePublishedAsync(Collection, from, from + 1 + index, Token).AsTask()));
            from = from + 1 + Assert.Single(Enumerable.Range(0, logs.Length), index => moved[index]);
            Assert.Equal(from, await logs[0].PublishedAsync(Collection, Token));
        }
    }
}
