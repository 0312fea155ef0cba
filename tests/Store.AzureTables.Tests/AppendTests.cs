using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests;

public sealed class AppendTests(AzuriteFixture azurite)
{
    private const string Collection = "things";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AppendAsync_FirstRowTwice_TakesOne()
    {
        var (log, other) = await Two();
        var row = Next(LogHead.None);

        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Collection, LogHead.None, row, Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await other.AppendAsync(Collection, LogHead.None, Next(LogHead.None), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await log.AppendAsync(Collection, LogHead.None, row, Token));

        Assert.Equal(row.Commit, Assert.Single((await other.TailAsync(Collection, 0, Token)).Rows).Commit);
    }

    [Fact]
    public async Task AppendAsync_BehindAnOlderHead_IsHeadMoved()
    {
        var (log, other) = await Two();
        var first = (await AppendAsync(log, LogHead.None, 1))[0].Head;
        await other.TailAsync(Collection, 0, Token);
        await AppendAsync(log, first, 1);

        // The other instance knows the tag of the first head; this one has forgotten it and asks.
        Assert.IsType<AppendOutcome.HeadMoved>(await other.AppendAsync(Collection, first, Next(first), Token));
        Assert.IsType<AppendOutcome.HeadMoved>(await log.AppendAsync(Collection, first, Next(first), Token));
        Assert.Equal(2, (await log.TailAsync(Collection, 0, Token)).Head.Revision);
    }

    [Fact]
    public async Task AppendAsync_ByAnInstanceThatHasReadNothing_FindsTheTag()
    {
        var (log, other) = await Two();
        var head = (await AppendAsync(log, LogHead.None, 3))[^1].Head;

        await AppendAsync(other, head, 2);

        Assert.Equal(5, (await log.TailAsync(Collection, 3, Token)).Head.Revision);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Payload.PropertyBytesMax)]
    [InlineData(Payload.PropertyBytesMax + 1)]
    [InlineData(Payload.BytesMax)]
    public async Task AppendAsync_Payload_ComesBackAsItWas(int bytes)
    {
        var (log, other) = await Two();
        var row = Next(LogHead.None, changes: 3, payloadBytes: bytes);

        Assert.IsType<AppendOutcome.Appended>(await log.AppendAsync(Collection, LogHead.None, row, Token));
        var read = Assert.Single((await other.TailAsync(Collection, 0, Token)).Rows);

        Assert.Equal(row.Payload.ToArray(), read.Payload.ToArray());
        Assert.Equal(row with { Payload = default }, read with { Payload = default });
    }

    [Fact]
    public async Task AppendAsync_PayloadTooLarge_IsRejected()
    {
        var (log, _) = await Two();

        var outcome = await log.AppendAsync(Collection, LogHead.None, Next(LogHead.None, payloadBytes: Payload.BytesMax + 1), Token);

        Assert.Equal("The commit takes 716801 bytes; a row holds 716800.", Assert.IsType<AppendOutcome.Rejected>(outcome).Reason);
    }

    [Theory]
    [InlineData("apps/deployments")]
    [InlineData("it's.example.com/a b")]
    [InlineData("ünïcode\u0007/⎈")]
    [InlineData("a\\b#c?d%e~f&g=h+i")]
    public async Task AppendAsync_AnyCollectionName_IsItsOwnLog(string name)
    {
        var (log, other) = await Two();
        var rows = await SampleRows.AppendAsync(log, name, LogHead.None, 2);

        Assert.Equal(rows[1].Head, (await other.TailAsync(name, 0, Token)).Head);
        Assert.Equal(LogHead.None, (await other.TailAsync(name + "x", 0, Token)).Head);
    }

    [Fact]
    public async Task AppendAsync_ManyInstancesAtOnce_ExactlyOneWins()
    {
        var cluster = AzuriteFixture.NewCluster();
        var logs = new List<AzureTablesCommitLog>();
        for (var index = 0; index < 8; index++)
        {
            logs.Add(await azurite.OpenAsync(cluster));
        }

        var head = LogHead.None;
        for (var round = 0; round < 10; round++)
        {
            var expected = head;
            var rows = logs.ConvertAll(_ => Next(expected));
            var outcomes = await Task.WhenAll(logs.Select((log, index) => log.AppendAsync(Collection, expected, rows[index], Token).AsTask()));
            head = rows[Assert.Single(Enumerable.Range(0, logs.Count), index => outcomes[index] is AppendOutcome.Appended)].Head;
            Assert.All(outcomes, outcome => Assert.True(outcome is AppendOutcome.Appended or AppendOutcome.HeadMoved, outcome.ToString()));
        }
    }

    private static CommitRow Next(LogHead head, int changes = 1, int payloadBytes = 10) => SampleRows.Next(head, changes, payloadBytes: payloadBytes);

    private static Task<List<CommitRow>> AppendAsync(ICommitLog log, LogHead head, int count) => SampleRows.AppendAsync(log, Collection, head, count);

    private async Task<(AzureTablesCommitLog Log, AzureTablesCommitLog Other)> Two()
    {
        var cluster = AzuriteFixture.NewCluster();
        return (await azurite.OpenAsync(cluster), await azurite.OpenAsync(cluster));
    }
}
