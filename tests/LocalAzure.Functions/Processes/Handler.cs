namespace CloudOrchestrator.LocalAzure.Functions.Processes;

/// <summary>The handler of an instance through all its processes: started, probed, and started again as its exit code says.</summary>
/// <remarks>
/// 0: never again; requests then fail. 200: again, uncounted. Anything else, and not listening in time: again, and counted; the third without
/// a quiet half hour ends the host. What the host itself kills is not counted.
/// </remarks>
internal sealed class Handler : IAsyncDisposable
{
    private readonly HandlerCommand _command;
    private readonly InstanceLog _log;
    private readonly TimeProvider _time;
    private readonly ErrorWindow _errors;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _run;
    private TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private HandlerProcess? _process;
    private ReservedPort? _port;
    private bool _wanted;
    private bool _killed;
    private int _starts;

    public Handler(HandlerCommand command, InstanceLog log, TimeProvider time)
    {
        _command = command;
        _log = log;
        _time = time;
        _errors = new ErrorWindow(time);
        _run = Task.Run(RunAsync);
    }

    private enum Verdict
    {
        Never,
        Again,
        Error,
    }

    /// <summary>Done when the host gives up.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Where it is told to listen, the latest time.</summary>
    public int Port => _port?.Number ?? 0;

    /// <summary>Processes started so far.</summary>
    public int Starts => Volatile.Read(ref _starts);

    /// <summary>Whether it has ever listened: then the host is up, though its handler may be starting again.</summary>
    public bool HasListened { get; private set; }

    public int? ProcessId
    {
        get
        {
            lock (_lock)
            {
                return _process?.Id;
            }
        }
    }

    /// <summary>Waits until it listens; requests that come while it starts wait here.</summary>
    public Task ListensAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _listening.Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>The host kills it, to start it again: an invocation took too long.</summary>
    public void Restart() => Kill(wanted: true);

    /// <summary>It dies, and the host has not wanted it.</summary>
    public void Kill() => Kill(wanted: false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _port?.Dispose();
        _stop.Dispose();
    }

    private void Kill(bool wanted)
    {
        lock (_lock)
        {
            _wanted |= wanted;
            _killed = true;
            _process?.Kill();
            StartOver();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                switch (await LiveAsync())
                {
                    case Verdict.Never:
                        _log.Write("host", "The handler ended with 0: it is not started again, and every request fails.");
                        _killed = false;
                        Listens();
                        await Task.Delay(Timeout.InfiniteTimeSpan, _stop.Token);
                        break;
                    case Verdict.Error when !_errors.Add():
                        Fail();
                        return;
                    default:
                        break;
                }
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            lock (_lock)
            {
                StartOver();
                _listening.TrySetException(new HandlerFailedException("The instance has ended."));
                _ = _listening.Task.Exception;
            }
        }
    }

    /// <summary>One process, from its start to its end.</summary>
    private async Task<Verdict> LiveAsync()
    {
        _stop.Token.ThrowIfCancellationRequested();
        _port = PortToListenOn();
        await using var process = await HandlerProcess.StartAsync(_command, Port, _log);
        lock (_lock)
        {
            _process = process;
            _wanted = false;
            _killed = false;
        }

        Interlocked.Increment(ref _starts);
        try
        {
            if (!await BeginsToListenAsync(process))
            {
                _log.Write("host", $"The handler did not listen within {_command.StartTimeout}.");
                return Verdict.Error;
            }

            var code = await process.Exited.WaitAsync(_stop.Token);
            _log.Write("host", $"The handler ended with {code}.");
            lock (_lock)
            {
                return _wanted ? Verdict.Again : code switch { 0 => Verdict.Never, 200 => Verdict.Again, _ => Verdict.Error };
            }
        }
        finally
        {
            lock (_lock)
            {
                _process = null;
                StartOver();
            }
        }
    }

    /// <summary>The one it had before, unless a stranger listens there now.</summary>
    private ReservedPort PortToListenOn()
    {
        if (_port?.IsFree() == true)
        {
            return _port;
        }

        _port?.Dispose();
        return ReservedPort.Find();
    }

    /// <summary>False if it lives and does not listen in time; true also if it has ended meanwhile, as its exit code then says all.</summary>
    private async Task<bool> BeginsToListenAsync(HandlerProcess process)
    {
        using var limit = new CancellationTokenSource(_command.StartTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _stop.Token);
        _log.Write("host", $"Started the handler: process {process.Id}, port {Port}, start {_starts}.");
        var probe = ListeningProbe.WaitAsync(Port, either.Token);
        try
        {
            if (await Task.WhenAny(probe, process.Exited) == process.Exited)
            {
                await either.CancelAsync();
            }

            await probe;
        }
        catch (OperationCanceledException)
        {
            _stop.Token.ThrowIfCancellationRequested();
            return process.Exited.IsCompleted;
        }

        if (!process.Exited.IsCompleted)
        {
            _log.Write("host", $"The handler listens, start {_starts}.");
            Listens();
        }

        return true;
    }

    private void Listens()
    {
        lock (_lock)
        {
            if (!_killed)
            {
                HasListened = true;
                _listening.TrySetResult();
            }
        }
    }

    private void StartOver()
    {
        if (_listening.Task.IsCompleted)
        {
            _listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private void Fail()
    {
        _log.Write("host", "The handler failed three times: the host ends.");
        lock (_lock)
        {
            _listening.TrySetException(new HandlerFailedException("The handler failed three times: the host has ended."));
            _ = _listening.Task.Exception;
        }

        _failed.TrySetResult();
    }
}
