using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class SealTests(AzuriteFixture azurite)
{
    private const string Collection = "things";

    private readonly string _cluster = AzuriteFixture.NewCluster();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task SealAsync_TheHead_TakesNoFurtherRow(int rows)
    {
        var (log, other) = (await azurite.OpenAsync(_cluster), await azurite.OpenAsync(_cluster));
        var head = (await SampleRows.AppendAsync(log, Collection, LogHead.None, rows)).LastOrDefault()?.Head ?? LogHead.None;

        Assert.True(await other.SealAsync(Collection, head, Token));
        Assert.True(await other.SealAsync(Collection, head, Token));

        // One knows the tag from before the seal, one has read the sealed head, one knows nothing.
        Assert.IsType<AppendOutcome.HeadMoved>(await log.AppendAsync(Collection, head, SampleRows.Next(head), Token));
        Assert.Equal(head with { Sealed = true, Format = head.Format }, (await other.TailAsync(Collection, 0, Token)).Head);
        Assert.IsType<AppendOutcome.HeadMoved>(await other.AppendAsync(Collection, head, SampleRows.Next(head), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await (await azurite.OpenAsync(_cluster)).AppendAsync(Collection, head, SampleRows.Next(head), Token));
        Assert.Equal(rows, (await log.TailAsync(Collection, 0, Token)).Rows.Count);
    }

    [Fact]
    public async Task SealAsync_AnOlderHead_IsRefused()
    {
        var log = await azurite.OpenAsync(_cluster);
        var rows = await SampleRows.AppendAsync(log, Collection, LogHead.None, 2);

        Assert.False(await log.SealAsync(Collection, rows[0].Head, Token));
        Assert.False(await log.SealAsync(Collection, LogHead.None, Token));
        await SampleRows.AppendAsync(log, Collection, rows[1].Head, 1);
    }
}
