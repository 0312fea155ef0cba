using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Limits;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Limits;

/// <summary>Requests take their time on the test's clock, and on the thread that moves it.</summary>
public sealed class LatencyTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Batch_TenMilliseconds_LandsAfterFiveAndAnswersAfterTen()
    {
        var storage = new FakeStorage(_time, new() { Latency = StorageLatency.Typical });
        var table = storage.CreateTableClient("a").GetTableClient("rows");
        var created = table.CreateAsync(Cancellation);
        _time.Advance(TimeSpan.FromMilliseconds(10));
        Assert.True(created.IsCompletedSuccessfully);

        var sent = table.SubmitTransactionAsync([new(TableTransactionActionType.Add, new TableEntity("p", "r"))], Cancellation);
        Assert.Equal((1, false), (storage.Underway, sent.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal((0, false), (storage.Underway, sent.IsCompleted));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.True(sent.IsCompletedSuccessfully);
    }

    [Fact]
    public void Request_AdvancedClock_StaysOnTheThreadThatMovesIt()
    {
        var storage = new FakeStorage(_time, new() { Latency = StorageLatency.Typical });
        var thread = 0;
        var done = RunAsync();
        _time.Advance(TimeSpan.FromMilliseconds(10));

        Assert.True(done.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);

        async Task RunAsync()
        {
            await storage.CreateTableClient("a").CreateTableAsync("rows", Cancellation).ConfigureAwait(false);
            thread = Environment.CurrentManagedThreadId;
        }
    }

    [Fact]
    public async Task Timestamps_StandingClock_AreTheClocksAndNeverTheSame()
    {
        var table = new FakeStorage(_time).CreateTableClient("a").GetTableClient("rows");
        await table.CreateAsync(Cancellation);
        var etags = new HashSet<ETag>();
        for (var write = 0; write < 3; write++)
        {
            var answer = await table.UpsertEntityAsync(new TableEntity("p", "r"), TableUpdateMode.Replace, Cancellation);
            etags.Add(answer.Headers.ETag!.Value);
        }

        var read = await table.GetEntityAsync<TableEntity>("p", "r", cancellationToken: Cancellation);

        Assert.Equal(3, etags.Count);
        Assert.InRange(read.Value.Timestamp!.Value - _time.GetUtcNow(), TimeSpan.Zero, TimeSpan.FromMicroseconds(10));
    }
}
