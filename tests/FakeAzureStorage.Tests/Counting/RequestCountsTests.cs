using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Counting;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Counting;

public sealed class RequestCountsTests
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_Difference_IsWhatLiesBetween()
    {
        var table = await TableAsync("a");
        await table.AddEntityAsync(new TableEntity("p", "0"), Cancellation);
        var before = _storage.Counts.Take();

        await table.SubmitTransactionAsync(
            Enumerable.Range(1, 50).Select(row => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity("p", $"{row}"))), Cancellation);
        await table.QueryAsync<TableEntity>(maxPerPage: 20, cancellationToken: Cancellation).ToListAsync(Cancellation);
        var between = _storage.Counts.Take() - before;

        // A transaction is billed as one, and so is each page.
        Assert.Equal((1, 1), (between[RequestKind.Batch].Requests, between[RequestKind.Batch].Billed));
        Assert.Equal((3, 3), (between[RequestKind.QueryEntities].Requests, between[RequestKind.QueryEntities].Billed));
        Assert.Equal(RequestCount.Zero, between[RequestKind.InsertEntity]);
        Assert.Equal(4, between.Total.Requests);
        Assert.InRange(between[RequestKind.Batch].BytesSent, 50 * 300, 50 * 700);
        Assert.InRange(between[RequestKind.QueryEntities].BytesReceived, 51 * 100, 51 * 400);
    }

    [Fact]
    public async Task Of_InstanceAndPlace_CountsThoseAlone()
    {
        var a = await TableAsync("a");
        var b = _storage.CreateTableClient("b").GetTableClient("rows");
        await a.AddEntityAsync(new TableEntity("p", "1"), Cancellation);
        await b.AddEntityAsync(new TableEntity("p", "2"), Cancellation);
        await b.AddEntityAsync(new TableEntity("p", "3"), Cancellation);

        var counts = _storage.Counts.Take();

        Assert.Equal((2, 2), (counts.Of("a").Requests, counts.Of("b").Requests));
        Assert.Equal(3, counts.Of(kinds: RequestKinds.EntityWrites, place: "rows").Requests);
        Assert.Equal(0, counts.Of(place: "other").Requests);
    }

    /// <summary>What was refused for what was asked is billed; logins refused, throttling and the service's own failures are not.</summary>
    [Fact]
    public async Task Billed_Failures_OnlyTheCallersOwn()
    {
        var table = await TableAsync("a");
        await table.AddEntityAsync(new TableEntity("p", "r"), Cancellation);
        _storage.Faults
            .On(RequestTarget.Of(RequestKind.InsertEntity), Fault.Answer(StorageError.ServerBusy), nth: 2)
            .On(RequestTarget.Of(RequestKind.InsertEntity), Fault.DropRequest(), nth: 2)
            .On(RequestTarget.Of(RequestKind.InsertEntity), Fault.DropAnswer(), nth: 2);
        var before = _storage.Counts.Take();

        for (var insert = 0; insert < 4; insert++)
        {
            await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        }

        var between = (_storage.Counts.Take() - before)[RequestKind.InsertEntity];
        Assert.Equal((4, 2, 4), (between.Requests, between.Billed, between.Failed));
    }

    [Fact]
    public async Task ToString_Counts_NamesEachKind()
    {
        await TableAsync("a");

        Assert.StartsWith("CreateTable: 1 requests, 1 billed, 0 failed", _storage.Counts.Take().ToString(), StringComparison.Ordinal);
    }

    private async Task<TableClient> TableAsync(string instance)
    {
        var table = _storage.CreateTableClient(instance).GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        return table;
    }
}
