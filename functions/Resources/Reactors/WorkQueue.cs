namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Keys that wait for their reconcile: each at most once, one run a key at a time, failures backed off.</summary>
internal sealed class WorkQueue(TimeProvider time)
{
    private static readonly TimeSpan BackOffMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan BackOffMax = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Queue<string> _ready = new();
    private readonly HashSet<string> _waiting = [];
    private readonly HashSet<string> _running = [];
    private readonly HashSet<string> _again = [];
    private readonly Dictionary<string, int> _failures = [];
    private readonly Dictionary<string, ITimer> _timers = [];
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
            if (_running.Contains(key))
            {
                _again.Add(key);
            }
            else if (_waiting.Add(key))
            {
                _ready.Enqueue(key);
                _available.Release();
            }
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

    /// <summary>The next key, which then counts as running until <see cref="Finish"/>.</summary>
    public async ValueTask<string> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            var key = _ready.Dequeue();
            _waiting.Remove(key);
            _running.Add(key);
            return key;
        }
    }

    /// <summary>Ends a key's run. A failed one comes again after its back-off, or at once if it was added meanwhile: what changed may be what it lacked.</summary>
    public void Finish(string key, bool failed)
    {
        bool again;
        lock (_lock)
        {
            _running.Remove(key);
            again = _again.Remove(key);
            if (!failed)
            {
                _failures.Remove(key);
            }
            else
            {
                var failures = _failures[key] = _failures.GetValueOrDefault(key) + 1;
                AddAfterNeedsLock(key, TimeSpan.FromTicks(Math.Min(BackOffMax.Ticks, BackOffMin.Ticks << Math.Min(failures - 1, 20))));
            }
        }

        if (again)
        {
            Add(key);
        }
    }

    private void AddAfterNeedsLock(string key, TimeSpan delay)
    {
        if (_timers.Remove(key, out var earlier))
        {
            earlier.Dispose();
        }

        // Started only once it is known here, so that it finds itself.
        ITimer? timer = null;
        timer = time.CreateTimer(_ => Fire(key, timer!), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timers[key] = timer;
        timer.Change(delay, Timeout.InfiniteTimeSpan);
    }

    private void Fire(string key, ITimer timer)
    {
        lock (_lock)
        {
            if (_timers.GetValueOrDefault(key) != timer)
            {
                // Replaced while it was about to fire.
                return;
            }

            _timers.Remove(key);
            timer.Dispose();
        }

        Add(key);
    }
}
