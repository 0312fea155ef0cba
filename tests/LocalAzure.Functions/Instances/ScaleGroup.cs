using CloudOrchestrator.LocalAzure.Functions.Apps;

namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>
/// Functions that share instances. Instances come when there is work and none has room, and go when they were idle for long; an invocation
/// goes to one of them in turn.
/// </summary>
internal sealed class ScaleGroup
{
    private readonly Lock _lock = new();
    private readonly List<Instance> _instances = [];
    private readonly Func<ScaleGroup, int, FunctionApp, Instance> _create;
    private readonly GroupSize _size;
    private readonly TimeSpan _idleSpan;
    private readonly TimeSpan _drainGrace;
    private readonly TimeProvider _time;
    private readonly HashSet<Task> _ends = [];
    private FunctionApp _app;
    private int _created;
    private int _turn;
    private bool _stopped;

    public ScaleGroup(string name, FunctionApp app, GroupSize size, FunctionsHostOptions options, Func<ScaleGroup, int, FunctionApp, Instance> create)
    {
        Name = name;
        _app = app;
        _size = size;
        _create = create;
        _idleSpan = options.IdleSpan;
        _drainGrace = options.DrainGrace;
        _time = options.Time;
    }

    public string Name { get; }

    /// <summary>Those that are not gone.</summary>
    public IReadOnlyList<Instance> Instances
    {
        get
        {
            lock (_lock)
            {
                return [.. _instances];
            }
        }
    }

    public bool HasInstances => Instances.Any(instance => instance.State == InstanceState.Serving);

    /// <summary>Starts those that are always there.</summary>
    public void Start()
    {
        lock (_lock)
        {
            FillNeedsLock();
        }
    }

    /// <summary>Gives an execution to an instance, a new one if need be.</summary>
    public Invocation Begin(FunctionModel function)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            FillNeedsLock();
            var serving = ServingNeedsLock();
            if (serving.Count < _size.Max && serving.All(instance => instance.Active >= _size.Concurrency))
            {
                AddNeedsLock(InstanceState.Serving);
                serving = ServingNeedsLock();
            }

            // Work goes to a machine that is up, if any is; on one that is not, it waits. Whether its handler is just dying nobody knows.
            var up = serving.FindAll(instance => instance.Handler.HasListened);
            var choice = up.Count > 0 ? up : serving;
            var instance = choice[(int)((uint)_turn++ % (uint)choice.Count)];
            var invocation = new Invocation(instance, function);
            instance.Begin(invocation);
            return invocation;
        }
    }

    /// <summary>A machine is gone at any moment; the platform replaces one that is always to be there.</summary>
    public Task KillAsync(Instance instance)
    {
        lock (_lock)
        {
            var end = EndNeedsLock(instance);
            FillNeedsLock();
            return end;
        }
    }

    /// <summary>Looks after the idle span whether an instance that has nothing to do still has nothing.</summary>
    public void Rest(Instance instance)
    {
        if (_size.AlwaysReady >= _size.Max)
        {
            return;
        }

        lock (_lock)
        {
            if (instance.Active > 0 || instance.Resting)
            {
                return;
            }

            instance.Resting = true;
        }

        _ = RestAsync(instance, _idleSpan);
    }

    /// <summary>A rolling update: new instances beside the old, then the old get no work and end, at the latest after the grace.</summary>
    public async Task ReplaceAsync(FunctionApp app, CancellationToken cancellationToken)
    {
        List<Instance> old;
        var fresh = new List<Instance>();
        FunctionApp before;
        lock (_lock)
        {
            before = _app;
            _app = app;
            old = [.. _instances];
            for (var count = 0; count < _size.AlwaysReady; count++)
            {
                fresh.Add(AddNeedsLock(InstanceState.Warming));
            }
        }

        try
        {
            await Task.WhenAll(fresh.Select(instance => instance.ListensAsync(cancellationToken)));
        }
        catch
        {
            lock (_lock)
            {
                _app = before;
                fresh.ForEach(instance => _ = EndNeedsLock(instance));
            }

            throw;
        }

        lock (_lock)
        {
            fresh.ForEach(instance => Turn(instance, InstanceState.Serving));
            // What was added meanwhile, in the place of one that went, runs the new app already.
            old.AddRange(_instances.Where(instance => instance.App == before && !old.Contains(instance)));
            old.ForEach(instance => Turn(instance, InstanceState.Draining));
        }

        await Task.WhenAll(old.Select(DrainAsync));
    }

    public async Task StopAsync()
    {
        Task[] ends;
        lock (_lock)
        {
            _stopped = true;
            foreach (var instance in _instances.ToList())
            {
                _ = EndNeedsLock(instance);
            }

            ends = [.. _ends];
        }

        await Task.WhenAll(ends);
    }

    private static void Turn(Instance instance, InstanceState state)
    {
        if (instance.State != InstanceState.Gone)
        {
            instance.State = state;
        }
    }

    private List<Instance> ServingNeedsLock() => _instances.FindAll(instance => instance.State == InstanceState.Serving);

    private void FillNeedsLock()
    {
        while (!_stopped && _instances.Count(instance => instance.State is InstanceState.Serving) < _size.AlwaysReady)
        {
            AddNeedsLock(InstanceState.Serving);
        }
    }

    private Instance AddNeedsLock(InstanceState state)
    {
        var instance = _create(this, ++_created, _app);
        instance.State = state;
        _instances.Add(instance);
        _ = ReplaceFailedAsync(instance);
        Rest(instance);
        return instance;
    }

    private Task EndNeedsLock(Instance instance)
    {
        if (!_instances.Remove(instance))
        {
            return Task.WhenAll(_ends);
        }

        instance.State = InstanceState.Gone;
        var end = Task.Run(instance.EndAsync);
        _ends.Add(end);
        return end;
    }

    /// <summary>An instance whose host gave up is gone; the next work brings another.</summary>
    private async Task ReplaceFailedAsync(Instance instance)
    {
        await instance.Handler.Failed;
        lock (_lock)
        {
            _ = EndNeedsLock(instance);
        }
    }

    private async Task RestAsync(Instance instance, TimeSpan wait)
    {
        while (true)
        {
            await Task.Delay(wait, _time);
            lock (_lock)
            {
                if (instance.State != InstanceState.Serving || instance.Active > 0 || ServingNeedsLock().Count <= _size.AlwaysReady)
                {
                    instance.Resting = false;
                    return;
                }

                wait = _idleSpan - _time.GetElapsedTime(instance.IdleSince);
                if (wait <= TimeSpan.Zero)
                {
                    _ = EndNeedsLock(instance);
                    return;
                }
            }
        }
    }

    private async Task DrainAsync(Instance instance)
    {
        try
        {
            await instance.IdleAsync().WaitAsync(_drainGrace, _time);
        }
        catch (TimeoutException)
        {
            instance.Log.Write("host", $"It has drained for {_drainGrace}; what still runs is cut.");
        }

        Task end;
        lock (_lock)
        {
            end = EndNeedsLock(instance);
        }

        await end;
    }
}
