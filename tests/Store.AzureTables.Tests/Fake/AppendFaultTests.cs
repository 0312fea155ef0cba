using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.Store.AzureTables.Tests.Fake;

/// <summary>An append says no more than is known of it, and is sent once.</summary>
public sealed class AppendFaultTests : IAsyncLifetime
{
    private const string Collection = "things";
    private const string One = "one";

    private readonly FakeAccount _account = new(TimeProvider.System);
    private AzureTablesCommitLog _log = null!;
    private LogHead _head = null!;

    /// <summary>What goes wrong, what the append then says, and whether the row is there.</summary>
    public static TheoryData<string, Type, bool> Faults => new()
    {
        { "request dropped", typeof(AppendOutcome.Unknown), false },
        { "answer dropped", typeof(AppendOutcome.Unknown), true },
        { "answer cut", typeof(AppendOutcome.Unknown), true },
        { "500", typeof(AppendOutcome.Unknown), false },
        { "500 but done", typeof(AppendOutcome.Unknown), true },
        { "503", typeof(AppendOutcome.Unknown), false },
        { "inner 503", typeof(AppendOutcome.Unknown), false },
        { "inner 500 but done", typeof(AppendOutcome.Unknown), true },
        { "inner 412", typeof(AppendOutcome.HeadMoved), false },
        { "inner 409", typeof(AppendOutcome.HeadMoved), false },
        { "413", typeof(AppendOutcome.Rejected), false },
        { "403", typeof(AppendOutcome.Rejected), false },
        { "duplicated", typeof(AppendOutcome.Appended), true },
        { "duplicated, second answer", typeof(AppendOutcome.HeadMoved), true },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _account.PrepareAsync();
        _log = _account.Log(One);
        _head = (await SampleRows.AppendAsync(_log, Collection, LogHead.None, 1))[0].Head;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task AppendAsync_Fault_SaysWhatIsKnown(string fault, Type outcome, bool lands)
    {
        _account.Storage.Faults.On(RequestTarget.Of(RequestKind.Batch), Named(fault));
        var row = SampleRows.Next(_head);
        var before = _account.Storage.Counts.Take();

        var said = await _log.AppendAsync(Collection, _head, row, Token);

        Assert.IsType(outcome, said);
        Assert.Equal(1, (_account.Storage.Counts.Take() - before)[RequestKind.Batch].Requests);
        var found = await _account.Log("other").TailAsync(Collection, 1, Token);
        Assert.Equal(lands ? [row.Commit] : [], found.Rows.Select(one => one.Commit));
    }

    [Fact]
    public async Task AppendAsync_ResentWhileTheFirstIsUnderway_LandsOnce()
    {
        _account.Storage.Faults.On(RequestTarget.Of(RequestKind.Batch), Fault.LandLate(TimeSpan.FromMilliseconds(300)));
        var row = SampleRows.Next(_head);

        Assert.IsType<AppendOutcome.Unknown>(await _log.AppendAsync(Collection, _head, row, Token));
        Assert.Empty((await _log.TailAsync(Collection, 1, Token)).Rows);
        Assert.IsType<AppendOutcome.Appended>(await _log.AppendAsync(Collection, _head, row, Token));
        while (_account.Storage.Underway > 0)
        {
            await Task.Yield();
        }

        Assert.Equal(row.Commit, Assert.Single((await _log.TailAsync(Collection, 1, Token)).Rows).Commit);
        await SampleRows.AppendAsync(_log, Collection, row.Head, 1);
    }

    [Fact]
    public async Task AppendAsync_TagCannotBeRead_IsUnknownAndNothingIsSent()
    {
        var other = _account.Log("other");
        _account.Storage.Faults.Always(new RequestTarget { Instance = "other", Kinds = [RequestKind.GetEntity] }, Fault.Answer(StorageError.InternalError));
        var before = _account.Storage.Counts.Take();

        Assert.IsType<AppendOutcome.Unknown>(await other.AppendAsync(Collection, _head, SampleRows.Next(_head), Token));
        Assert.Equal(0, (_account.Storage.Counts.Take() - before)[RequestKind.Batch].Requests);
    }

    private static Fault Named(string name) => name switch
    {
        "request dropped" => Fault.DropRequest(),
        "answer dropped" => Fault.DropAnswer(),
        "answer cut" => Fault.CutAnswer(),
        "500" => Fault.Answer(StorageError.InternalError),
        "500 but done" => Fault.Answer(StorageError.OperationTimedOut, lands: true),
        "503" => Fault.Answer(StorageError.ServerBusy),
        "inner 503" => Fault.InnerAnswer(StorageError.ServerBusy, 1),
        "inner 500 but done" => Fault.InnerAnswer(StorageError.OperationTimedOut, 0, lands: true),
        "inner 412" => Fault.InnerAnswer(new StorageError(412, "UpdateConditionNotSatisfied", "The condition is not met.")),
        "inner 409" => Fault.InnerAnswer(new StorageError(409, "EntityAlreadyExists", "The entity exists."), 1),
        "413" => Fault.Answer(StorageError.RequestBodyTooLarge),
        "403" => Fault.Answer(StorageError.AuthenticationFailed),
        "duplicated" => Fault.Duplicate(),
        "duplicated, second answer" => Fault.Duplicate(answersSecond: true),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
