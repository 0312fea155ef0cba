using Azure.Data.Tables;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>A query's page ends after 1,000 rows or 5 s, whatever it has found.</summary>
public sealed class QueryLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>At 100 ms a row, 50 rows are looked at in 5 s.</summary>
    [Theory]
    [InlineData("PartitionKey eq 'p'", new[] { 50, 50, 20 })]
    [InlineData("PartitionKey eq 'p' and Number ge 60", new[] { 0, 40, 20 })]
    [InlineData("PartitionKey eq 'p' and Number lt 0", new[] { 0, 0, 0 })]
    public async Task Query_LongerThanFiveSeconds_AnswersWhatItHas(string filter, int[] expected)
    {
        var time = new FakeTimeProvider { AutoAdvanceAmount = TimeSpan.Zero };
        var storage = new FakeStorage(time, new() { Latency = new() { RowScanned = TimeSpan.FromMilliseconds(100) } });
        var table = await FilledAsync(storage, 120);
        var started = time.GetUtcNow();
        var pages = new List<int>();

        await using var reader = table.QueryAsync<TableEntity>(filter, cancellationToken: Cancellation).AsPages().GetAsyncEnumerator(Cancellation);
        while (await Moving(time, reader.MoveNextAsync().AsTask(), TimeSpan.FromSeconds(5)))
        {
            pages.Add(reader.Current.Values.Count);
        }

        Assert.Equal(expected, pages);
        Assert.InRange(time.GetUtcNow() - started, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task Query_SmallerPages_HoldEveryRowOnce()
    {
        var storage = new FakeStorage(TimeProvider.System, new() { Limits = new() { PageRowsMax = 7 } });
        var table = await FilledAsync(storage, 30);
        var pages = new List<int>();

        await foreach (var page in table.QueryAsync<TableEntity>("PartitionKey eq 'p' and RowKey ge '003'", cancellationToken: Cancellation).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([7, 7, 7, 6], pages);
    }

    private static async Task<T> Moving<T>(FakeTimeProvider time, Task<T> task, TimeSpan step)
    {
        if (!task.IsCompleted)
        {
            time.Advance(step);
        }

        Assert.True(task.IsCompleted, $"no answer after {step}");
        return await task;
    }

    private static async Task<TableClient> FilledAsync(FakeStorage storage, int rows)
    {
        var table = storage.CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        foreach (var some in Enumerable.Range(0, rows).Chunk(100))
        {
            await table.SubmitTransactionAsync(
                some.Select(number => new TableTransactionAction(
                    TableTransactionActionType.Add, new TableEntity("p", number.ToString("D3", null)) { ["Number"] = number })),
                Cancellation);
        }

        return table;
    }
}
