using CloudOrchestrator.Host.Functions;
using CloudOrchestrator.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace CloudOrchestrator.Host.Tests.Functions;

public sealed class PreparationTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private int _attempts;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WaitAsync_ManyAtOnce_ShareOneAttempt()
    {
        var done = new TaskCompletionSource();
        using var preparation = Prepared(_ => done.Task);
        await preparation.StartAsync(Token);
        var waiting = Enumerable.Range(0, 10).Select(_ => preparation.WaitAsync(Token)).ToList();
        Assert.DoesNotContain(waiting, one => one.IsCompleted);
        done.SetResult();
        await Task.WhenAll(waiting).WaitAsync(Patience, Token);
        await preparation.WaitAsync(Token);
        Assert.Equal(1, _attempts);
    }

    [Fact]
    public async Task WaitAsync_AfterAFailure_TriesAgain()
    {
        using var preparation = Prepared(number => number == 1 ? Task.FromException(new StoreException("away")) : Task.CompletedTask);
        Assert.Equal("away", (await Assert.ThrowsAsync<StoreException>(() => preparation.WaitAsync(Token))).Message);
        await preparation.WaitAsync(Token);
        Assert.Equal(2, _attempts);
    }

    [Fact]
    public async Task WaitAsync_AnyOtherFault_IsTheStores()
    {
        using var preparation = Prepared(_ => Task.FromException(new InvalidOperationException("a bug")));
        Assert.DoesNotContain("bug", (await Assert.ThrowsAsync<StoreException>(() => preparation.WaitAsync(Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitAsync_OneGivesUp_TheOthersGoOn()
    {
        var done = new TaskCompletionSource();
        using var preparation = Prepared(_ => done.Task);
        using var gone = new CancellationTokenSource();
        var one = preparation.WaitAsync(gone.Token);
        var other = preparation.WaitAsync(Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        done.SetResult();
        await other.WaitAsync(Patience, Token);
        Assert.Equal(1, _attempts);
    }

    private Preparation Prepared(Func<int, Task> attempt) =>
        new(_ => attempt(Interlocked.Increment(ref _attempts)), NullLogger<Preparation>.Instance);
}
