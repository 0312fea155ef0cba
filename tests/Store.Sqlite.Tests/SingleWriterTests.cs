using Microsoft.Data.Sqlite;
using Xunit;

namespace CloudOrchestrator.Store.Sqlite.Tests;

/// <summary>Who writes, and who waits for whom.</summary>
public sealed class SingleWriterTests : IDisposable
{
    private readonly SqliteConnection _connection = new("Data Source=:memory:");
    private readonly SingleWriter _writer;
    private int _commits;

    public SingleWriterTests()
    {
        _connection.Open();
        _writer = new SingleWriter(_connection, static _ => { }, () => _commits++, static () => { });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _writer.Dispose();
        _connection.Dispose();
    }

    [Fact]
    public async Task Run_SeveralFromOneThread_HoldsItForNoneAndSharesATransaction()
    {
        using var slow = new Slow();

        var first = _writer.RunAsync(slow.Work).AsTask();
        await slow.Running.WaitAsync(Token);
        var others = Enumerable.Range(0, 10).Select(number => _writer.RunAsync(new WriteWork<int>(() => number)).AsTask()).ToList();

        Assert.False(first.IsCompleted);
        slow.End();
        Assert.Equal(-1, await first);
        Assert.Equal(Enumerable.Range(0, 10), await Task.WhenAll(others));
        _writer.Dispose();
        Assert.Equal(2, _commits);
    }

    [Fact]
    public async Task Dispose_SomebodyWrites_ComesAfterAllWhoWait()
    {
        using var slow = new Slow();
        var first = Task.Run(async () => await _writer.RunAsync(slow.Work), Token);
        await slow.Running.WaitAsync(Token);
        var waiting = _writer.RunAsync(new WriteWork<int>(static () => 1)).AsTask();

        var closing = Task.Run(_writer.Dispose, Token);
        slow.End();
        await closing.WaitAsync(Token);

        Assert.Equal((-1, 1), (await first, await waiting));
        await Assert.ThrowsAsync<StoreException>(async () => await _writer.RunAsync(new WriteWork<int>(static () => 2)));
    }

    [Fact]
    public async Task Run_FromManyThreads_AnswersEachWithItsOwn()
    {
        var running = 0;
        var work = Enumerable.Range(0, 500).Select(number => Task.Run(
            async () => await _writer.RunAsync(new WriteWork<(int Number, int Running)>(() =>
            {
                var others = Interlocked.Increment(ref running);
                Interlocked.Decrement(ref running);
                return (number, others);
            })),
            Token));

        var answers = await Task.WhenAll(work);

        Assert.Equal(Enumerable.Range(0, 500).Select(number => (number, 1)), answers);
    }

    /// <summary>Work that takes until it is told to end.</summary>
    private sealed class Slow : IDisposable
    {
        private readonly TaskCompletionSource _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _end = new();

        public Slow() => Work = new WriteWork<int>(() =>
        {
            _running.SetResult();
            _end.Wait(Token);
            return -1;
        });

        public WriteWork<int> Work { get; }

        public Task Running => _running.Task;

        public void End() => _end.Set();

        public void Dispose() => _end.Dispose();
    }
}
