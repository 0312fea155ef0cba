namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Keys that wait for their reconcile: each at most once, one run a key at a time, failures backed off.</summary>
/// <param name="time">The clock.</param>
/// <param name="commits">The place of this process's newest commit. A run has seen every commit up to the place at its start.</param>
internal sealed class WorkQueue(TimeProvider time, Func<long>? commits = null)
{
    /// <summary>Means that no run that has started already will do.</summary>
    public const long NewRun = long.MaxValue;

    private static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromMinutes(1);

    /// <summary>Of what was refused for good: nothing gets better by itself.</summary>
    private static readonly TimeSpan RefusedBackOffMin = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RefusedBackOffMax = TimeSpan.FromMinutes(10);

    /// <summary>Longest delay; timers take no more than seven weeks. What is due later is looked at in between, which does no harm.</summary>
    private static readonly TimeSpan DelayMax = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Queue<string> _ready = new();
    private readonly Dictionary<string, QueuedKey> _keys = new(StringComparer.Ordinal);
    private readonly RunMemory _done = new();
    private readonly SemaphoreSlim _available = new(0);

    /// <summary>How many keys are in line, without those that run or come later.</summary>
    public int Length
    {
        get
        {
            lock (_lock)
            {
                return _ready.Count;
            }
        }
    }

    /// <summary>Puts a key in line. While it runs it is remembered and put in line after.</summary>
    public void Add(string key)
    {
        lock (_lock)
        {
            AddNeedsLock(key);
        }
    }

    /// <summary>Puts a key in line after a while; a later call replaces an earlier one.</summary>
    public void AddAfter(string key, TimeSpan delay)
    {
        lock (_lock)
        {
            AddAfterNeedsLock(key, delay);
        }
    }

    /// <summary>Ends with a run of the key that has seen a commit of this process: one that is over, one that goes on, or the next, for which it is put in line.</summary>
    /// <param name="key">The key.</param>
    /// <param name="since">The commit's place; <see cref="NewRun"/> for a run that has not started yet.</param>
    /// <returns>The run; null where it was over already.</returns>
    public Task<KeyRun>? RunAsync(string key, long since)
    {
        lock (_lock)
        {
            if (_done.Has(key, since))
            {
                return null;
            }

            var entry = EntryNeedsLock(key);
            if (entry.IsRunning && entry.StartedAt >= since)
            {
                return entry.WaitForThisRun();
            }

            AddNeedsLock(key);
            return entry.WaitForNextRun();
        }
    }

    /// <summary>Ends with the first run that starts after one that failed and is over: one that goes on by now, or the next.</summary>
    /// <param name="key">The key.</param>
    /// <param name="failuresMax">How many failures in a row are waited for.</param>
    /// <returns>The run; null where the key has failed so often that the next one is far off.</returns>
    public Task<KeyRun>? RetryAsync(string key, int failuresMax)
    {
        lock (_lock)
        {
            if (_keys.GetValueOrDefault(key) is { IsRunning: true } running)
            {
                return running.WaitForThisRun();
            }

            var entry = EntryNeedsLock(key);
            if (entry.Refused is { } refused && !entry.IsInLine)
            {
                // It came again before the caller could ask, and the next run is far off.
                return Task.FromResult(refused);
            }

            if (entry.Failures >= failuresMax && !entry.IsInLine)
            {
                return null;
            }

            if (entry.Failures == 0)
            {
                // It came again, and got through, before the caller could ask.
                AddNeedsLock(key);
            }

            return entry.WaitForNextRun();
        }
    }

    /// <summary>The next key, which then counts as running until <see cref="Finish"/>.</summary>
    public async ValueTask<string> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var key = _ready.Dequeue();
            _keys[key].Start(commits?.Invoke() ?? 0);
            return key;
        }
    }

    /// <summary>Ends a key's run. A failed one comes again after its back-off, or at once if it was added meanwhile: what changed may be what it lacked.</summary>
    public void Finish(string key, KeyRun run)
    {
        lock (_lock)
        {
            var entry = _keys[key];
            var again = entry.Finish(run);
            if (run.Failure is not { IsForGood: false })
            {
                // What was refused for good is so again when the same news comes back.
                _done.Note(key, entry.StartedAt);
            }

            if (run.Failure is null)
            {
                (entry.Failures, entry.Refused) = (0, null);
            }
            else
            {
                // One kind's count says nothing of the other's back-off: what is refused for good must not slow down what is only in the way of another's.
                entry.Failures = run.Failure.IsForGood == entry.Refused is not null ? entry.Failures + 1 : 1;
                entry.Refused = run.Failure.IsForGood ? run : null;
                var wait = BackOff(entry.Failures, run.Failure.IsForGood);
                AddAfterNeedsLock(key, run.LookAgainAfter < wait ? run.LookAgainAfter.Value : wait);
            }

            if (again)
            {
                AddNeedsLock(key);
            }
            else if (entry.IsAtRest)
            {
                _keys.Remove(key);
            }
        }
    }

    private static TimeSpan BackOff(int failures, bool isForGood)
    {
        var (min, max) = isForGood ? (RefusedBackOffMin, RefusedBackOffMax) : (BackOffMin, BackOffMax);
        return TimeSpan.FromTicks(Math.Min(max.Ticks, min.Ticks << Math.Min(failures - 1, 20)));
    }

    private QueuedKey EntryNeedsLock(string key)
    {
        if (!_keys.TryGetValue(key, out var entry))
        {
            _keys[key] = entry = new QueuedKey();
        }

        return entry;
    }

    private void AddNeedsLock(string key)
    {
        if (EntryNeedsLock(key).Add())
        {
            _ready.Enqueue(key);
            _available.Release();
        }
    }

    private void AddAfterNeedsLock(string key, TimeSpan delay)
    {
        var entry = EntryNeedsLock(key);
        entry.Timer?.Dispose();

        // Started only once it is known here, so that it finds itself.
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Fire(key, timer!), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        entry.Timer = timer;
        timer.Change(delay < DelayMax ? delay : DelayMax, Timeout.InfiniteTimeSpan);
    }

    private void Fire(string key, ITimer timer)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(key, out var entry) || entry.Timer != timer)
            {
                // Replaced while it was about to fire.
                return;
            }

            entry.Timer = null;
            timer.Dispose();
            AddNeedsLock(key);
        }
    }
}
