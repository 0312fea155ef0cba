using CloudOrchestrator.Store.Engine;
using Xunit;

namespace CloudOrchestrator.Store.Tests.Engine;

/// <summary>What proves a copy current, and for whom. Queries are answered by hand.</summary>
public class SharedReadsTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly List<TaskCompletionSource> _queries = [];
    private readonly SharedReads _reads;

    public SharedReadsTests() => _reads = new SharedReads(QueryAsync, TimeProvider.System);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ReadAsync_WhileAQueryRuns_SharesTheNext()
    {
        var first = _reads.ReadAsync(Token);
        Task[] later = [_reads.ReadAsync(Token), _reads.ReadAsync(Token), _reads.ReadAsync(Token)];
        Assert.Single(_queries);

        _queries[0].SetResult();
        await first.WaitAsync(Deadline, Token);
        Assert.All(later, read => Assert.False(read.IsCompleted));
        Assert.Equal(2, _queries.Count);

        _queries[1].SetResult();
        await Task.WhenAll(later).WaitAsync(Deadline, Token);
        Assert.Equal(2, _queries.Count);
    }

    [Fact]
    public async Task Landed_ReadsWaitedBeforeItWasSent_NeedNoQuery()
    {
        var first = _reads.ReadAsync(Token);
        var waiting = _reads.ReadAsync(Token);
        var commit = _reads.Sending();

        _reads.Landed(commit);
        await waiting.WaitAsync(Deadline, Token);
        Assert.False(first.IsCompleted);

        _queries[0].SetResult();
        await first.WaitAsync(Deadline, Token);
        Assert.Single(_queries);
    }

    [Fact]
    public async Task Landed_ReadsCameAfterItWasSent_NeedAQuery()
    {
        var first = _reads.ReadAsync(Token);
        var covered = _reads.ReadAsync(Token);
        var commit = _reads.Sending();
        var late = _reads.ReadAsync(Token);

        _reads.Landed(commit);
        await covered.WaitAsync(Deadline, Token);
        Assert.False(late.IsCompleted);

        _queries[0].SetResult();
        await first.WaitAsync(Deadline, Token);
        Assert.False(late.IsCompleted);
        Assert.Equal(2, _queries.Count);
        _queries[1].SetResult();
        await late.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task Sending_CommitThatNeverLands_LeavesItsReadsToTheNextQuery()
    {
        var first = _reads.ReadAsync(Token);
        var before = _reads.ReadAsync(Token);
        _reads.Sending();
        var after = _reads.ReadAsync(Token);

        _queries[0].SetResult();
        await first.WaitAsync(Deadline, Token);
        Assert.Equal(2, _queries.Count);
        _queries[1].SetResult();
        await Task.WhenAll(before, after).WaitAsync(Deadline, Token);
        Assert.Equal(2, _queries.Count);
    }

    [Fact]
    public async Task Landed_AfterItsReadsWentToAQuery_ServesThemFirst()
    {
        var first = _reads.ReadAsync(Token);
        var covered = _reads.ReadAsync(Token);
        var commit = _reads.Sending();
        _queries[0].SetResult();
        await first.WaitAsync(Deadline, Token);

        _reads.Landed(commit);
        await covered.WaitAsync(Deadline, Token);
        _queries[1].SetException(new StoreException("too late to matter"));
        var next = _reads.ReadAsync(Token);
        _queries[^1].TrySetResult();
        await next.WaitAsync(Deadline, Token);
    }

    [Fact]
    public async Task ReadAsync_QueryFails_FailsItsOwnReadsAndAnswersTheNext()
    {
        var first = _reads.ReadAsync(Token);
        var second = _reads.ReadAsync(Token);

        _queries[0].SetException(new StoreException("no answer"));
        await Assert.ThrowsAsync<StoreException>(() => first.WaitAsync(Deadline, Token));
        _queries[1].SetResult();
        await second.WaitAsync(Deadline, Token);
    }

    private Task QueryAsync()
    {
        // Its continuation runs where it is answered, so that what follows has happened by then.
        _queries.Add(new TaskCompletionSource());
        return _queries[^1].Task;
    }
}
