using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Registry;

public sealed class DirtyMarkTests(AzuriteFixture azurite)
{
    private readonly string _cluster = AzuriteFixture.NewCluster();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DirtyMarksAsync_SetByTwo_IsOneYoungMarkForEachCollection()
    {
        var (log, other) = (await azurite.OpenAsync(_cluster), await azurite.OpenAsync(_cluster));
        await log.RegisterAsync("pods", Token);
        await log.MarkDirtyAsync("pods", Token);
        await other.MarkDirtyAsync("pods", Token);
        await other.MarkDirtyAsync("apps/deployments", Token);

        var marks = await log.DirtyMarksAsync(Token);

        Assert.Equal(["apps/deployments", "pods"], marks.Select(mark => mark.Collection));
        Assert.All(marks, mark => Assert.InRange(mark.Age, TimeSpan.Zero, TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public async Task ClearDirtyAsync_NotSetAgain_IsGone()
    {
        var log = await azurite.OpenAsync(_cluster);
        await log.MarkDirtyAsync("pods", Token);
        var mark = Assert.Single(await log.DirtyMarksAsync(Token));

        await log.ClearDirtyAsync(mark, Token);
        Assert.Empty(await log.DirtyMarksAsync(Token));

        // As does whoever read it too.
        await log.ClearDirtyAsync(mark, Token);
        Assert.Empty(await log.DirtyMarksAsync(Token));
    }

    [Fact]
    public async Task ClearDirtyAsync_SetAgainMeanwhile_StaysWithAnotherTag()
    {
        var log = await azurite.OpenAsync(_cluster);
        await log.MarkDirtyAsync("pods", Token);
        var mark = Assert.Single(await log.DirtyMarksAsync(Token));
        await log.MarkDirtyAsync("pods", Token);

        await log.ClearDirtyAsync(mark, Token);

        Assert.NotEqual(mark.Tag, Assert.Single(await log.DirtyMarksAsync(Token)).Tag);
    }
}
