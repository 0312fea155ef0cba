using Azure;
using Azure.Data.Tables;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>Limits of an entity group transaction.</summary>
public sealed class BatchLimitTests
{
    private const int KiB = 1024;
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Operations_101_AreRefused()
    {
        var table = await TableAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(Adds(101, 0), Cancellation));

        Assert.Equal((400, "InvalidInput", 99), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Empty(await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).ToListAsync(Cancellation));
    }

    /// <summary>64 entities of 48 KiB are 3 MiB of bytes and 4 MiB of base64; with what surrounds them they are too much.</summary>
    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public async Task Bytes_AreCountedAsSent(int entities, bool fits)
    {
        var table = await TableAsync();

        if (fits)
        {
            Assert.Equal(entities, (await table.SubmitTransactionAsync(Adds(entities, 48 * KiB), Cancellation)).Value.Count);
            return;
        }

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(Adds(entities, 48 * KiB), Cancellation));
        Assert.Equal((413, "RequestBodyTooLarge"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Partitions_Two_AreRefused()
    {
        var table = await TableAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [.. Adds(1, 0), new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("q", "1"))], Cancellation));

        Assert.Equal(
            (400, "CommandsInBatchActOnDifferentPartitions", 1), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
    }

    [Fact]
    public async Task Entity_TooLarge_IsRefusedByItsIndex()
    {
        var table = await TableAsync();

        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [.. Adds(2, 10), .. Adds(1, (64 * KiB) + 1).Select(add => new TableTransactionAction(add.ActionType, Named(add.Entity, "big")))], Cancellation));

        Assert.Equal((400, "PropertyValueTooLarge", 2), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
    }

    private static TableEntity Named(ITableEntity entity, string rowKey) => new((TableEntity)entity) { RowKey = rowKey };

    private static IEnumerable<TableTransactionAction> Adds(int entities, int bytes) => Enumerable.Range(0, entities).Select(
        number => new TableTransactionAction(
            TableTransactionActionType.Add, new TableEntity("p", number.ToString("D3", null)) { ["D"] = new byte[bytes] }));

    private async Task<TableClient> TableAsync()
    {
        var table = _storage.CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        return table;
    }
}
