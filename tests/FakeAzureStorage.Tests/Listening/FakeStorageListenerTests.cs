using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Listening;

public sealed class FakeStorageListenerTests
{
    private readonly FakeStorage _storage = new(TimeProvider.System);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DropAnswer_OverSockets_CutsTheConnectionAfterLanding()
    {
        await using var listener = await _storage.ListenAsync("a", Cancellation);
        var table = Connect(listener.ConnectionString);
        await table.CreateAsync(Cancellation);
        _storage.Faults.On(RequestTarget.Of(RequestKind.InsertEntity), Fault.DropAnswer());

        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));
        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        Assert.Equal((0, 409), (failure.Status, conflict.Status));
    }

    [Fact]
    public async Task CutAnswer_OverSockets_EndsInTheMiddle()
    {
        await using var listener = await _storage.ListenAsync("a", Cancellation);
        var table = Connect(listener.ConnectionString);
        await table.CreateAsync(Cancellation);
        _storage.Faults.On(RequestTarget.Of(RequestKind.Batch), Fault.CutAnswer());

        var failure = await Assert.ThrowsAnyAsync<Exception>(
            () => table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Cancellation));
        var conflict = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r"), Cancellation));

        Assert.True(failure is IOException, failure.ToString());
        Assert.Equal(409, conflict.Status);
    }

    [Fact]
    public async Task TwoListeners_OneAccount_AreTwoInstances()
    {
        await using var first = await _storage.ListenAsync("a", Cancellation);
        await using var second = await _storage.ListenAsync("b", Cancellation);
        await Connect(first.ConnectionString).CreateAsync(Cancellation);

        await Connect(second.ConnectionString).AddEntityAsync(new TableEntity("p", "r"), Cancellation);

        var counts = _storage.Counts.Take();
        Assert.Equal((1, 1), (counts.Of("a").Requests, counts.Of("b", [RequestKind.InsertEntity]).Requests));
    }

    [Fact]
    public async Task Dispose_InstanceFrozenForGood_DoesNotWait()
    {
        var listener = await _storage.ListenAsync("a", Cancellation);
        _storage.Faults.Freeze("a");
        var held = Connect(listener.ConnectionString).CreateAsync(Cancellation);

        await listener.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

        await Assert.ThrowsAsync<RequestFailedException>(() => held);
    }

    private static TableClient Connect(string connectionString)
    {
        var options = new TableClientOptions();
        options.Retry.MaxRetries = 0;
        return new TableClient(connectionString, "rows", options);
    }
}
