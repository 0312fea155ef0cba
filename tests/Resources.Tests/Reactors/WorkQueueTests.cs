using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reactors;

public sealed class WorkQueueTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue _queue;

    public WorkQueueTests() => _queue = new WorkQueue(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Take_AddedTwice_ComesOnceInOrder()
    {
        _queue.Add("a");
        _queue.Add("b");
        _queue.Add("a");

        Assert.Equal(("a", "b"), (await _queue.TakeAsync(Token), await _queue.TakeAsync(Token)));
        Assert.Equal(0, _queue.Length);
    }

    [Fact]
    public async Task Add_WhileItRuns_ComesAfterTheRunOnce()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Add("a");
        _queue.Add("a");
        Assert.Equal(0, _queue.Length);

        _queue.Finish("a", KeyRun.Idle);

        Assert.Equal("a", await _queue.TakeAsync(Token));
        _queue.Finish("a", KeyRun.Idle);
        Assert.Equal(0, _queue.Length);
    }

    /// <summary>The next run is far off: whoever waits must not wait for that.</summary>
    [Fact]
    public async Task RetryAsync_RefusedForGoodByThen_EndsWithThatRun()
    {
        var refused = new KeyRun(new ReconcileFailure("refused", IsForGood: true), 0);
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun("conflict", 0));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await _queue.TakeAsync(Token);
        _queue.Finish("a", refused);

        var retry = _queue.RetryAsync("a", 6);

        Assert.True(retry is { IsCompleted: true });
        Assert.Equal(refused, await retry);
    }

    /// <summary>The scheduler has one key: a pod that can never be bound must not slow down another's second attempt.</summary>
    [Fact]
    public async Task Finish_FailedAfterManyRefusals_ComesAgainSoon()
    {
        _queue.Add("a");
        for (var i = 0; i < 20; i++)
        {
            await _queue.TakeAsync(Token);
            _queue.Finish("a", new KeyRun(new ReconcileFailure("refused", IsForGood: true), 0));
            _queue.Add("a");
        }

        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun("conflict", 0));
        var retry = _queue.RetryAsync("a", 6);
        _time.Advance(TimeSpan.FromMilliseconds(20));

        Assert.NotNull(retry);
        Assert.Equal(1, _queue.Length);
    }

    [Fact]
    public async Task Finish_RefusedForGood_ComesAgainAfterALongBackOff()
    {
        var refused = new KeyRun(new ReconcileFailure("refused", IsForGood: true), 0);
        _queue.Add("a");
        foreach (var seconds in (int[])[5, 10, 20, 40, 80, 160, 320, 600, 600])
        {
            await _queue.TakeAsync(Token);
            _queue.Finish("a", refused);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, _queue.Length);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        // Sooner where it wants so for another reason.
        await _queue.TakeAsync(Token);
        _queue.Finish("a", refused with { LookAgainAfter = TimeSpan.FromSeconds(7) });
        _time.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(1, _queue.Length);
    }

    [Fact]
    public async Task Finish_Failed_ComesAgainAfterABackOffThatDoubles()
    {
        _queue.Add("a");
        for (var milliseconds = 20; milliseconds < 60_000; milliseconds *= 2)
        {
            await _queue.TakeAsync(Token);
            _queue.Finish("a", new KeyRun("failed", 0));
            _time.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            Assert.Equal(0, _queue.Length);
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        // At most a minute from then on, and from the start again after a success.
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun("failed", 0));
        _time.Advance(TimeSpan.FromSeconds(60));
        await _queue.TakeAsync(Token);
        _queue.Finish("a", KeyRun.Idle);
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun("failed", 0));
        _time.Advance(TimeSpan.FromMilliseconds(20));
        Assert.Equal("a", await _queue.TakeAsync(Token));
    }

    [Fact]
    public async Task Finish_FailedAndChangedMeanwhile_ComesAtOnceAndKeepsItsBackOff()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Add("a");
        _queue.Finish("a", new KeyRun("failed", 0));

        Assert.Equal("a", await _queue.TakeAsync(Token));
        _queue.Finish("a", new KeyRun("failed", 0));
        _time.Advance(TimeSpan.FromMilliseconds(39));
        Assert.Equal(0, _queue.Length);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal("a", await _queue.TakeAsync(Token));
    }

    [Fact]
    public void AddAfter_Twice_TheLaterCallCounts()
    {
        _queue.AddAfter("a", TimeSpan.FromSeconds(1));
        _queue.AddAfter("a", TimeSpan.FromSeconds(5));

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _queue.Length);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, _queue.Length);
    }

    [Fact]
    public async Task Take_ManyThreads_NeverRunsAKeyTwiceAtOnceAndNeverMissesAnAdd()
    {
        const int keys = 5;
        const int adds = 20_000;
        var versions = new int[keys];
        var seen = new int[keys];
        var running = new int[keys];
        var overlaps = 0;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var workers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                string key;
                try
                {
                    key = await _queue.TakeAsync(stop.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }

                var index = int.Parse(key, null);
                overlaps += Interlocked.Increment(ref running[index]) > 1 ? 1 : 0;
                seen[index] = Volatile.Read(ref versions[index]);
                Interlocked.Decrement(ref running[index]);
                _queue.Finish(key, KeyRun.Idle);
            }
        })).ToList();

        Parallel.For(0, adds, add =>
        {
            Interlocked.Increment(ref versions[add % keys]);
            _queue.Add($"{add % keys}");
        });
        var deadline = TimeProvider.System.GetTimestamp();
        while (!seen.SequenceEqual(versions))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30), $"seen {string.Join(' ', seen)} of {string.Join(' ', versions)}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), Token);
        }

        await stop.CancelAsync();
        await Task.WhenAll(workers);
        Assert.Equal(0, overlaps);
    }
}
