using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Behaviours;

/// <summary>What the fake and Azurite must do alike with queries.</summary>
public abstract partial class TableBehaviours
{
    [Theory]
    [InlineData("PartitionKey eq 'p'", "B a b c e|1 e|2 h")]
    [InlineData("PartitionKey eq 'p' and RowKey eq 'b'", "b")]
    [InlineData("PartitionKey eq 'p' and RowKey ge 'e|2' and RowKey le 'h'", "e|2 h")]
    [InlineData("PartitionKey eq 'p' and RowKey gt 'b' and RowKey lt 'h'", "c e|1 e|2")]
    [InlineData("(PartitionKey eq 'p') and ((RowKey lt 'b') or (RowKey ge 'h'))", "B a h")]
    [InlineData("PartitionKey eq 'none'", "")]
    [InlineData("PartitionKey ge 'p' and RowKey eq 'x'", "x")]
    [InlineData("PartitionKey eq 'p' and Number gt 2 and Number le 4", "b c")]
    [InlineData("PartitionKey eq 'p' and Text eq 'it''s b'", "b")]
    [InlineData("PartitionKey eq 'p' and not (RowKey ge 'b')", "B a")]
    [InlineData("PartitionKey eq 'p' and Even eq true", "a c e|2")]
    public async Task Query_Filter_FindsInKeyOrder(string filter, string expected)
    {
        var table = await CreateTableAsync();
        string[] keys = ["h", "e|2", "a", "B", "c", "e|1", "b"];
        foreach (var key in keys)
        {
            var number = Array.IndexOf(["B", "a", "b", "c", "e|1", "e|2", "h"], key) + 1;
            await table.AddEntityAsync(
                new TableEntity("p", key) { ["Number"] = number, ["Text"] = $"it's {key}", ["Even"] = number % 2 == 0 }, Cancellation);
        }

        await table.AddEntityAsync(new TableEntity("q", "x"), Cancellation);

        Assert.Equal(expected, string.Join(' ', await RowKeysAsync(table, filter)));
    }

    [Fact]
    public async Task Query_Select_AnswersOnlyWhatWasAsked()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["A"] = 1, ["B"] = new byte[] { 1 } }, Cancellation);

        var read = await table.QueryAsync<TableEntity>("PartitionKey eq 'p'", select: ["RowKey", "B"], cancellationToken: Cancellation).SingleAsync(Cancellation);

        Assert.Equal(("r", null, false), (read.RowKey, read.PartitionKey, read.ContainsKey("A")));
        Assert.Equal([1], read.GetBinary("B"));
        Assert.NotEqual(default, read.ETag);
    }

    [Fact]
    public async Task Query_Pages_HoldEveryRowOnceInOrder()
    {
        var table = await CreateTableAsync();
        var expected = await FillAsync(table, 25);
        var pages = new List<int>();
        var keys = new List<string>();

        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'", 10, cancellationToken: Cancellation).AsPages())
        {
            pages.Add(page.Values.Count);
            keys.AddRange(page.Values.Select(entity => entity.RowKey));
        }

        Assert.Equal([10, 10, 5], pages);
        Assert.Equal(expected, keys);
    }

    [Fact]
    public async Task Query_CommitBetweenPages_ShowsItBehindTheTokenOnly()
    {
        var table = await CreateTableAsync();
        await FillAsync(table, 4);
        var keys = new List<string>();

        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'", 2, cancellationToken: Cancellation).AsPages())
        {
            if (keys.Count == 0)
            {
                await table.AddEntityAsync(new TableEntity("p", "000000"), Cancellation);
                await table.AddEntityAsync(new TableEntity("p", "999999"), Cancellation);
            }

            keys.AddRange(page.Values.Select(entity => entity.RowKey));
        }

        Assert.Equal(["000001", "000002", "000003", "000004", "999999"], keys);
    }

    [Fact]
    public async Task Query_MoreThanAThousandRows_TakesAnotherPage()
    {
        var table = await CreateTableAsync();
        await FillAsync(table, 1001);
        var pages = new List<int>();

        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([1000, 1], pages);
    }

    [Fact]
    public async Task Query_NoFilter_FindsEveryPartition()
    {
        var table = await CreateTableAsync();
        await table.AddEntityAsync(new TableEntity("q", "1"), Cancellation);
        await table.AddEntityAsync(new TableEntity("p", "2"), Cancellation);

        Assert.Equal(["2", "1"], await RowKeysAsync(table, null));
    }

    [Fact]
    public async Task Query_BadFilter_IsRefused()
    {
        var table = await CreateTableAsync();

        var failure = await Assert.ThrowsAsync<Azure.RequestFailedException>(() => RowKeysAsync(table, "PartitionKey eq"));

        Assert.Equal(400, failure.Status);
    }

    private static async Task<List<string>> FillAsync(TableClient table, int rows)
    {
        var keys = Enumerable.Range(1, rows).Select(number => number.ToString("D6", null)).ToList();
        foreach (var some in keys.Chunk(100))
        {
            await table.SubmitTransactionAsync(
                some.Select(key => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", key))), Cancellation);
        }

        return keys;
    }
}
