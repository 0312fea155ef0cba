using CloudOrchestrator.Store.AzureTables.Tests.Doubles;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class TailTests(AzuriteFixture azurite)
{
    private const string Collection = "things";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TailAsync_NeverWritten_IsEmpty()
    {
        var log = await azurite.OpenAsync(AzuriteFixture.NewCluster());

        var tail = await log.TailAsync(Collection, 0, Token);

        Assert.Empty(tail.Rows);
        Assert.Equal(LogHead.None, tail.Head);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(1000)]
    public async Task TailAsync_AnyPageSize_HasEveryRowOnce(int rowsPerPage)
    {
        var cluster = AzuriteFixture.NewCluster();
        var rows = await SampleRows.AppendAsync(await azurite.OpenAsync(cluster), Collection, LogHead.None, 10);
        var pages = new SmallPagesTransport(rowsPerPage);
        var log = await azurite.OpenAsync(cluster, pages);

        for (var after = 0; after <= 10; after++)
        {
            var tail = await log.TailAsync(Collection, after, Token);
            Assert.Equal(rows.Skip(after).Select(row => row.Commit), tail.Rows.Select(row => row.Commit));
            Assert.Equal(rows[^1].Head, tail.Head);
        }

        // 10 rows and the head at first, one row less each time.
        Assert.InRange(pages.Pages, Enumerable.Range(1, 11).Sum(rest => (rest + rowsPerPage - 1) / rowsPerPage), 66 * 2);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task TailAsync_CommitsBetweenPages_JoinWithoutAGap(int rowsPerPage)
    {
        var (writing, log, pages) = await Open(rowsPerPage);
        var rows = await SampleRows.AppendAsync(writing, Collection, LogHead.None, 6);
        pages.BeforePage = async page => rows.AddRange(page < 8 ? await SampleRows.AppendAsync(writing, Collection, rows[^1].Head, 1) : []);

        var tail = await log.TailAsync(Collection, 0, Token);

        Assert.Equal(Enumerable.Range(1, tail.Rows.Count).Select(revision => (long)revision), tail.Rows.Select(row => row.FirstRevision));
        Assert.Equal(tail.Rows[^1].Head, tail.Head);
        Assert.True(tail.Head.Revision >= 7, $"the tail ends at {tail.Head.Revision}");
    }

    [Fact]
    public async Task TailAsync_CompactedBetweenPages_StartsAgainBehindTheGap()
    {
        var (writing, log, pages) = await Open(rowsPerPage: 2);
        var rows = await SampleRows.AppendAsync(writing, Collection, LogHead.None, 10);
        pages.BeforePage = async page =>
        {
            if (page == 1)
            {
                await writing.CompactAsync(Collection, 8, long.MaxValue, Token);
            }
        };

        var tail = await log.TailAsync(Collection, 0, Token);

        Assert.Equal([9L, 10L], tail.Rows.Select(row => row.FirstRevision));
        Assert.Equal(rows[^1].Head, tail.Head);
    }

    [Fact]
    public async Task TailAsync_TagFromTheTail_IsTheTagOfThatHead()
    {
        var (writing, log, pages) = await Open(rowsPerPage: 2);
        var rows = await SampleRows.AppendAsync(writing, Collection, LogHead.None, 5);
        var head = (await log.TailAsync(Collection, 0, Token)).Head;
        var read = pages.Pages;

        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Collection, head, SampleRows.Next(head), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await writing.AppendAsync(Collection, rows[^1].Head, SampleRows.Next(head), Token));
        Assert.Equal(read, pages.Pages);
    }

    private async Task<(AzureTablesCommitLog Writing, AzureTablesCommitLog Log, SmallPagesTransport Pages)> Open(int rowsPerPage)
    {
        var cluster = AzuriteFixture.NewCluster();
        var pages = new SmallPagesTransport(rowsPerPage);
        return (await azurite.OpenAsync(cluster), await azurite.OpenAsync(cluster, pages), pages);
    }
}
