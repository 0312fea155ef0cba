using CloudOrchestrator.Resources.Reactors;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.Resources.Tests.Reactors;

/// <summary>Whoever brings news waits for a run that has seen it, and never in vain.</summary>
public sealed class WorkQueueRunTests
{
    private static readonly KeyRun Failed = new("failed", 0);

    private readonly FakeTimeProvider _time = new();
    private readonly WorkQueue _queue;
    private long _commits;

    public WorkQueueRunTests() => _queue = new WorkQueue(_time, () => _commits);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_ARunThatIsOverHasSeenTheCommit_NeedsNone()
    {
        _commits = 7;
        await RunOnceAsync("a");

        Assert.Null(_queue.RunAsync("a", 7));
        Assert.NotNull(_queue.RunAsync("a", 8));
        Assert.NotNull(_queue.RunAsync("b", 7));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_ARunThatSawTheCommitFailed_NeedsAnotherUnlessItWasRefusedForGood(bool isForGood)
    {
        _commits = 7;
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun(new ReconcileFailure("no", isForGood), 0));

        Assert.Equal(isForGood, _queue.RunAsync("a", 7) is null);
    }

    [Fact]
    public async Task RunAsync_TheRunThatGoesOnHasSeenTheCommit_EndsWithThatRun()
    {
        _commits = 7;
        _queue.Add("a");
        await _queue.TakeAsync(Token);

        var running = _queue.RunAsync("a", 7)!;
        Assert.False(running.IsCompleted);
        _queue.Finish("a", new KeyRun(null, 3));

        Assert.Equal(3, (await Within(running)).Writes);
        Assert.Equal(0, _queue.Length);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(WorkQueue.NewRun)]
    public async Task RunAsync_TheRunThatGoesOnHasNotSeenTheCommit_EndsWithTheNext(long since)
    {
        _commits = 7;
        _queue.Add("a");
        await _queue.TakeAsync(Token);

        var next = _queue.RunAsync("a", since)!;
        _queue.Finish("a", KeyRun.Idle);
        Assert.False(next.IsCompleted);
        _commits = 8;
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun(null, 5));

        Assert.Equal(5, (await Within(next)).Writes);
        Assert.Equal(0, _queue.Length);
    }

    [Fact]
    public async Task RunAsync_AlreadyInLine_SharesThatRunWithAllWhoWait()
    {
        _queue.Add("a");
        var waiting = new[] { _queue.RunAsync("a", WorkQueue.NewRun)!, _queue.RunAsync("a", 3)! };
        Assert.Equal(1, _queue.Length);

        _commits = 3;
        await _queue.TakeAsync(Token);
        _queue.Finish("a", new KeyRun(null, 2));

        Assert.All(await Task.WhenAll(waiting.Select(Within)), run => Assert.Equal(2, run.Writes));
    }

    [Fact]
    public async Task RunAsync_TheRunFails_SaysSoAndIsNotTakenForDone()
    {
        var running = _queue.RunAsync("a", 1)!;
        _commits = 1;
        await _queue.TakeAsync(Token);
        _queue.Finish("a", Failed);

        Assert.Equal("failed", (await Within(running)).Failure);
        Assert.NotNull(_queue.RunAsync("a", 1));
    }

    [Fact]
    public async Task RunAsync_AddedWhileItRunsAndFails_ComesAtOnce()
    {
        _queue.Add("a");
        await _queue.TakeAsync(Token);
        var next = _queue.RunAsync("a", WorkQueue.NewRun)!;
        _queue.Finish("a", Failed);

        Assert.Equal(1, _queue.Length);
        await RunOnceAsync("a", add: false);
        Assert.Null((await Within(next)).Failure);
    }

    [Fact]
    public async Task RetryAsync_WhileItsBackOffLasts_EndsWithTheRunAfter()
    {
        await FailAsync("a");
        var retrying = _queue.RetryAsync("a", 6)!;
        Assert.Equal(0, _queue.Length);

        _time.Advance(TimeSpan.FromMilliseconds(20));
        await RunOnceAsync("a", add: false);

        Assert.Null((await Within(retrying)).Failure);
    }

    [Fact]
    public async Task RetryAsync_TheNextRunGoesOnAlready_EndsWithIt()
    {
        await FailAsync("a");
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await _queue.TakeAsync(Token);

        var retrying = _queue.RetryAsync("a", 6)!;
        _queue.Finish("a", new KeyRun(null, 4));

        Assert.Equal(4, (await Within(retrying)).Writes);
        Assert.Equal(0, _queue.Length);
    }

    [Fact]
    public async Task RetryAsync_TheNextRunIsOverAlready_EndsWithAnother()
    {
        await FailAsync("a");
        _time.Advance(TimeSpan.FromMilliseconds(20));
        await RunOnceAsync("a", add: false);

        var retrying = _queue.RetryAsync("a", 6)!;
        Assert.Equal(1, _queue.Length);
        await RunOnceAsync("a", add: false);

        Assert.Null((await Within(retrying)).Failure);
    }

    [Fact]
    public async Task RetryAsync_FailedTooOften_DoesNotWait()
    {
        for (var failures = 1; failures <= 3; failures++)
        {
            await FailAsync("a");
        }

        Assert.Null(_queue.RetryAsync("a", 3));
        Assert.NotNull(_queue.RetryAsync("a", 4));
    }

    [Fact]
    public void AddAfter_LongerThanTimersTake_IsTaken()
    {
        var queue = new WorkQueue(TimeProvider.System);

        queue.AddAfter("a", TimeSpan.FromDays(25_000));

        Assert.Equal(0, queue.Length);
    }

    [Fact]
    public async Task RunAsync_ManyThreadsAndFailures_EndsWithARunThatHasSeenWhatWasThere()
    {
        const int keys = 4;
        const int callers = 8;
        const int calls = 400;
        var commits = 0L;
        var queue = new WorkQueue(TimeProvider.System, () => Volatile.Read(ref commits));
        var versions = new int[keys];
        var seen = new int[keys];
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var workers = Enumerable.Range(0, 3).Select(seed => Task.Run(() => WorkAsync(queue, versions, seen, new Random(seed), stop.Token))).ToList();

        var blind = 0;
        var done = Enumerable.Range(0, callers).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            for (var call = 0; call < calls; call++)
            {
                var index = random.Next(keys);
                var version = Interlocked.Increment(ref versions[index]);

                // A commit's place counts only once what it wrote can be read.
                var since = random.Next(2) == 0 ? WorkQueue.NewRun : Interlocked.Increment(ref commits);
                var run = queue.RunAsync($"{index}", since) is { } running ? await running : null;
                while (run?.Failure is not null)
                {
                    run = queue.RetryAsync($"{index}", int.MaxValue) is { } retrying ? await retrying : null;
                }

                Interlocked.Add(ref blind, (run?.Writes ?? Volatile.Read(ref seen[index])) < version ? 1 : 0);
            }
        })).ToList();
        await Task.WhenAll(done).WaitAsync(TimeSpan.FromSeconds(120), Token);
        await stop.CancelAsync();
        await Task.WhenAll(workers);

        Assert.Equal(0, blind);
    }

    /// <summary>Runs keys: what a run has seen is told as its writes; one in eight fails.</summary>
    private static async Task WorkAsync(WorkQueue queue, int[] versions, int[] seen, Random random, CancellationToken cancellationToken)
    {
        while (true)
        {
            string key;
            try
            {
                key = await queue.TakeAsync(cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            var index = int.Parse(key, null);
            var version = Volatile.Read(ref versions[index]);
            await Task.Yield();
            var failure = random.Next(8) == 0 ? "failed" : null;
            if (failure is null)
            {
                Volatile.Write(ref seen[index], version);
            }

            queue.Finish(key, new KeyRun(failure, version));
        }
    }

    private static Task<KeyRun> Within(Task<KeyRun> running) => running.WaitAsync(TimeSpan.FromSeconds(60), Token);

    private async Task RunOnceAsync(string key, bool add = true)
    {
        if (add)
        {
            _queue.Add(key);
        }

        Assert.Equal(key, await _queue.TakeAsync(Token).AsTask().WaitAsync(TimeSpan.FromSeconds(60), Token));
        _queue.Finish(key, KeyRun.Idle);
    }

    private async Task FailAsync(string key)
    {
        _queue.Add(key);
        await _queue.TakeAsync(Token);
        _queue.Finish(key, Failed);
    }
}
