using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Requests;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>The targets of a partition and of the account.</summary>
public sealed class ThrottleTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Partition_TwoThousandEntitiesASecond_ThenBusy()
    {
        var table = await TableAsync(new FakeStorage(_time));
        for (var batch = 0; batch < 20; batch++)
        {
            await UpsertAsync(table, "p", 100);
        }

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => UpsertAsync(table, "p", 1));
        await UpsertAsync(table, "other", 100);
        _time.Advance(TimeSpan.FromMilliseconds(50));
        await UpsertAsync(table, "p", 100);

        Assert.Equal((503, "ServerBusy"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Partition_FailedAttempts_CountWhole()
    {
        var table = await TableAsync(new FakeStorage(_time, new() { Limits = new() { PartitionEntitiesPerSecond = 100 } }));
        await UpsertAsync(table, "p", 10);
        for (var attempt = 0; attempt < 9; attempt++)
        {
            var conflict = await Assert.ThrowsAnyAsync<RequestFailedException>(() => table.SubmitTransactionAsync(Actions(TableTransactionActionType.Add, "p", 10), Cancellation));
            Assert.Equal(409, conflict.Status);
        }

        Assert.Equal(503, (await Assert.ThrowsAnyAsync<RequestFailedException>(() => UpsertAsync(table, "p", 1))).Status);
    }

    [Fact]
    public async Task Partition_RowsRead_Count()
    {
        var table = await TableAsync(new FakeStorage(_time, new() { Limits = new() { PartitionEntitiesPerSecond = 100 } }));
        await UpsertAsync(table, "p", 50);
        await table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).ToListAsync(Cancellation);

        var failure = await Assert.ThrowsAsync<RequestFailedException>(
            async () => await table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).ToListAsync(Cancellation));

        Assert.Equal((503, "ServerBusy"), (failure.Status, failure.ErrorCode));
    }

    [Fact]
    public async Task Account_Requests_AreLimited()
    {
        var storage = new FakeStorage(_time, new() { Limits = new() { AccountRequestsPerSecond = 5 } });
        var table = await TableAsync(storage);
        for (var request = 0; request < 4; request++)
        {
            await UpsertAsync(table, $"p{request}", 1);
        }

        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => UpsertAsync(table, "p", 1));
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await UpsertAsync(table, "p", 1);

        Assert.Equal((503, "ServerBusy"), (failure.Status, failure.ErrorCode));
        Assert.Equal((6, 5), (storage.Counts.Take()[RequestKind.Batch].Requests, storage.Counts.Take()[RequestKind.Batch].Billed));
    }

    private static async Task<TableClient> TableAsync(FakeStorage storage)
    {
        var table = storage.CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        return table;
    }

    private static Task UpsertAsync(TableClient table, string partition, int entities) =>
        table.SubmitTransactionAsync(Actions(TableTransactionActionType.UpsertReplace, partition, entities), Cancellation);

    private static IEnumerable<TableTransactionAction> Actions(TableTransactionActionType type, string partition, int entities) => Enumerable
        .Range(0, entities).Select(number => new TableTransactionAction(type, new TableEntity(partition, number.ToString("D3", null))));
}
