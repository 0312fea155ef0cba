using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables;
using Microsoft.Extensions.Time.Testing;

namespace CloudOrchestrator.FakeAzureStorage.Tests.Faults;

/// <summary>Each fault on a commit: what its client learns, and whether it landed. The clock is moved by hand, 10 ms being a commit's time.</summary>
public sealed class FaultTests
{
    private static readonly RequestTarget Batches = RequestTarget.Of(RequestKind.Batch);
    private static readonly TimeSpan Commit = TimeSpan.FromMilliseconds(10);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeStorage _storage;
    private readonly TableClient _table;
    private readonly TableClient _other;

    public FaultTests()
    {
        _storage = new FakeStorage(_time, new() { Latency = new StorageLatency { Batch = Commit } });
        _table = _storage.CreateTableClient("a").GetTableClient("rows");
        _other = _storage.CreateTableClient("b").GetTableClient("rows");
        _table.Create(Cancellation);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task DropRequest_Reset_FailsAndNeverLands()
    {
        _storage.Faults.On(Batches, Fault.DropRequest());

        var sent = CommitAsync("1");
        _time.Advance(Commit);
        var failure = await Assert.ThrowsAsync<RequestFailedException>(() => sent);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, failure.Status);
        Assert.IsType<HttpRequestException>(failure.InnerException);
        Assert.Equal("", await RowsAsync());
    }

    [Fact]
    public async Task DropRequest_Silence_WaitsUntilTheClientGivesUp()
    {
        _storage.Faults.On(Batches, Fault.DropRequest(Loss.Silence));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);

        var sent = CommitAsync("1", timeout.Token);
        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(sent.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        Assert.Equal("", await RowsAsync());
    }

    [Theory]
    [InlineData(Loss.Reset)]
    [InlineData(Loss.Silence)]
    public async Task DropAnswer_Lands(Loss loss)
    {
        _storage.Faults.On(Batches, Fault.DropAnswer(loss));

        var sent = CommitAsync("1");
        _time.Advance(Commit / 2);
        Assert.Equal("1", await RowsAsync());
        Assert.False(sent.IsCompleted);
        _time.Advance(loss == Loss.Reset ? Commit / 2 : TimeSpan.FromSeconds(100));

        Assert.Equal(0, (await Assert.ThrowsAsync<RequestFailedException>(() => sent)).Status);
    }

    [Fact]
    public async Task CutAnswer_Lands()
    {
        _storage.Faults.On(Batches, Fault.CutAnswer());

        var sent = CommitAsync("1");
        _time.Advance(Commit);

        await Assert.ThrowsAsync<HttpIOException>(() => sent);
        Assert.Equal("1", await RowsAsync());
    }

    [Fact]
    public async Task During_Span_StrikesEveryRequestOfIt()
    {
        _storage.Faults.During(TimeSpan.FromSeconds(15), new() { Partition = "p" }, Fault.Answer(StorageError.ServerBusy));

        foreach (var status in new[] { 503, 503, 0 })
        {
            var sent = CommitAsync("1");
            _time.Advance(Commit);
            Assert.Equal(status, sent.IsFaulted ? (await Assert.ThrowsAnyAsync<RequestFailedException>(() => sent)).Status : 0);
            _time.Advance(TimeSpan.FromSeconds(7.5));
        }

        Assert.Equal("1", await RowsAsync());
    }

    [Fact]
    public async Task Settled_LateLanding_IsDoneWhenItHasLanded()
    {
        Assert.True(_storage.SettledAsync().IsCompleted);
        _storage.Faults.On(Batches, Fault.LandLate(TimeSpan.FromSeconds(30)));
        var sent = CommitAsync("1");
        var settled = _storage.SettledAsync();
        _time.Advance(Commit);
        await Assert.ThrowsAsync<RequestFailedException>(() => sent);
        Assert.False(settled.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.True(settled.IsCompleted);
        Assert.Equal("1", await RowsAsync());
    }

    [Fact]
    public async Task Delay_LandsAndAnswersLater()
    {
        _storage.Faults.On(Batches, Fault.Delay(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(4)));

        var sent = CommitAsync("1");
        _time.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal("", await RowsAsync());
        _time.Advance(Commit / 2);
        Assert.Equal("1", await RowsAsync());
        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.False(sent.IsCompleted);
        _time.Advance(Commit / 2);

        Assert.True(sent.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task LandLate_AfterAResend_ConflictsByItself()
    {
        _storage.Faults.On(Batches, Fault.LandLate(TimeSpan.FromSeconds(30)));

        var sent = CommitAsync("1");
        _time.Advance(Commit);
        await Assert.ThrowsAsync<RequestFailedException>(() => sent);
        Assert.Equal(("", 1), (await RowsAsync(), _storage.Underway));
        var resent = CommitAsync("1");
        _time.Advance(Commit);
        await resent;
        var billed = _storage.Counts.Take()[RequestKind.Batch].Billed;
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(("1", 0), (await RowsAsync(), _storage.Underway));
        Assert.Equal(billed + 1, _storage.Counts.Take()[RequestKind.Batch].Billed);
    }

    [Fact]
    public async Task LandLate_NothingElse_LandsThirtySecondsLater()
    {
        _storage.Faults.On(Batches, Fault.LandLate(TimeSpan.FromSeconds(30), Loss.Silence));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);

        var sent = CommitAsync("1", timeout.Token);
        _time.Advance(TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        _time.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal("", await RowsAsync());
        _time.Advance(Commit / 2);

        Assert.Equal("1", await RowsAsync());
    }

    [Fact]
    public void LandLate_LongerThanTheServiceAllows_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Fault.LandLate(TimeSpan.FromSeconds(31)));

    [Fact]
    public async Task GivenUp_InFlight_LandsAllTheSame()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(1), _time);

        var sent = CommitAsync("1", timeout.Token);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sent);
        Assert.Equal("", await RowsAsync());
        _time.Advance(Commit);

        Assert.Equal("1", await RowsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Duplicate_SecondLanding_Conflicts(bool answersSecond)
    {
        _storage.Faults.On(Batches, Fault.Duplicate(Commit, answersSecond));

        var sent = CommitAsync("1");
        _time.Advance(2 * Commit);

        if (answersSecond)
        {
            Assert.Equal(409, (await Assert.ThrowsAsync<TableTransactionFailedException>(() => sent)).Status);
        }
        else
        {
            Assert.Equal(204, (await sent).Value[0].Status);
        }

        Assert.Equal(("1", 2), (await RowsAsync(), _storage.Counts.Take()[RequestKind.Batch].Billed));
    }

    public static TheoryData<StorageError> Errors => new(
        TableErrors.UpdateConditionNotSatisfied,
        TableErrors.EntityAlreadyExists,
        StorageError.InternalError,
        StorageError.OperationTimedOut,
        StorageError.ServerBusy);

    [Theory]
    [MemberData(nameof(Errors))]
    public async Task Answer_Error_DoesNotLand(StorageError error)
    {
        _storage.Faults.On(Batches, Fault.Answer(error));

        var sent = CommitAsync("1");
        _time.Advance(Commit);
        var failure = await Assert.ThrowsAnyAsync<RequestFailedException>(() => sent);

        Assert.Equal((error.Status, error.Code), (failure.Status, failure.ErrorCode));
        Assert.Equal("", await RowsAsync());
    }

    [Fact]
    public async Task Answer_TimedOutButLanded_Lands()
    {
        _storage.Faults.On(Batches, Fault.Answer(StorageError.OperationTimedOut, lands: true));

        var sent = CommitAsync("1");
        _time.Advance(Commit);

        Assert.Equal(500, (await Assert.ThrowsAnyAsync<RequestFailedException>(() => sent)).Status);
        Assert.Equal("1", await RowsAsync());
    }

    [Fact]
    public async Task InnerAnswer_Busy_IsWithinAnAcceptedTransaction()
    {
        _storage.Faults.On(Batches, Fault.InnerAnswer(StorageError.ServerBusy));

        var sent = CommitAsync("1");
        _time.Advance(Commit);
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => sent);

        Assert.Equal((503, "ServerBusy", 0), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Equal("", await RowsAsync());
    }

    [Fact]
    public async Task ShortPage_NoRows_AnswersATokenThatGoesOn()
    {
        var sent = CommitAsync("1");
        _time.Advance(Commit);
        await sent;
        _storage.Faults.On(RequestTarget.Of(RequestKind.QueryEntities), Fault.ShortPage());
        var pages = new List<int>();

        await foreach (var page in _table.QueryAsync<TableEntity>("PartitionKey eq 'p'", cancellationToken: Cancellation).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([0, 1], pages);
    }

    [Fact]
    public async Task Meanwhile_OtherCommit_LandsBetweenPages()
    {
        foreach (var row in new[] { "1", "2" })
        {
            var sent = CommitAsync(row);
            _time.Advance(Commit);
            await sent;
        }

        _storage.Faults
            .On(RequestTarget.Of(RequestKind.QueryEntities), Fault.ShortPage(1))
            .On(RequestTarget.Of(RequestKind.QueryEntities), Fault.Meanwhile(() => _other.AddEntity(new TableEntity("p", "3"), Cancellation)));

        Assert.Equal("1 2 3", await RowsAsync());
    }

    [Fact]
    public async Task Unreachable_ForAWhile_ThenAsBefore()
    {
        _storage.Faults.Unreachable(TimeSpan.FromMinutes(1));

        var sent = CommitAsync("1");
        _time.Advance(Commit);
        await Assert.ThrowsAsync<RequestFailedException>(() => sent);
        _time.Advance(TimeSpan.FromMinutes(1));
        var again = CommitAsync("2");
        _time.Advance(Commit);
        await again;

        Assert.Equal("2", await RowsAsync());
    }

    [Fact]
    public async Task Freeze_AnHour_HoldsWhatIsSentAndAnswered()
    {
        var underway = CommitAsync("1");
        _storage.Faults.Freeze("a", TimeSpan.FromHours(1));
        var held = CommitAsync("2");
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(("1", false, false), (await OtherRowsAsync(), underway.IsCompleted, held.IsCompleted));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(underway.IsCompletedSuccessfully);
        _time.Advance(Commit);

        await held;
        Assert.Equal("1 2", await OtherRowsAsync());
    }

    [Fact]
    public async Task Freeze_GivenUpMeanwhile_IsSentWhenThawed()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(10), _time);
        _storage.Faults.Freeze("a");
        var held = CommitAsync("1", timeout.Token);
        Assert.Equal(0, _storage.Underway);
        _time.Advance(TimeSpan.FromHours(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => held);
        Assert.Equal("", await OtherRowsAsync());
        _storage.Faults.Thaw("a");
        _time.Advance(Commit);

        Assert.Equal("1", await OtherRowsAsync());
    }

    private Task<Response<IReadOnlyList<Response>>> CommitAsync(string row, CancellationToken? cancellationToken = null) => _table.SubmitTransactionAsync(
        [new(TableTransactionActionType.Add, new TableEntity("p", row))], cancellationToken ?? Cancellation);

    private Task<string> RowsAsync() => RowsAsync(_table);

    private Task<string> OtherRowsAsync() => RowsAsync(_other);

    private static async Task<string> RowsAsync(TableClient table) => string.Join(
        ' ', await table.QueryAsync<TableEntity>(cancellationToken: Cancellation).Select(entity => entity.RowKey).ToListAsync(Cancellation));
}
