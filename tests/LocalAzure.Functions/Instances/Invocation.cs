using CloudOrchestrator.LocalAzure.Functions.Apps;

namespace CloudOrchestrator.LocalAzure.Functions.Instances;

/// <summary>One execution of a function on an instance, which is billed until it is disposed.</summary>
internal sealed class Invocation : IDisposable
{
    private readonly CancellationTokenSource _cut = new();
    private readonly Lock _lock = new();
    private readonly long _began;
    private ITimer? _timeout;
    private bool _failed = true;
    private bool _disposed;

    public Invocation(Instance instance, FunctionModel function)
    {
        Instance = instance;
        Function = function;
        _began = instance.Time.GetTimestamp();
    }

    public Guid Id { get; } = Guid.NewGuid();

    public Instance Instance { get; }

    public FunctionModel Function { get; }

    public CutReason Reason { get; private set; }

    /// <summary>Cancelled when it is cut.</summary>
    public CancellationToken Cut => _cut.Token;

    /// <summary>Waits until the handler listens; from then on its time runs.</summary>
    /// <exception cref="Processes.HandlerFailedException">The host has given the handler up.</exception>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, Cut);
        await Instance.Handler.ListensAsync(either.Token);
        if (Instance.App.Host.FunctionTimeout is { } timeout)
        {
            lock (_lock)
            {
                if (!_disposed)
                {
                    _timeout = Instance.Time.CreateTimer(_ => TimeOut(timeout), null, timeout, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }

    public void Succeed() => _failed = false;

    /// <summary>Cuts it; the first reason stays.</summary>
    public void CutFor(CutReason reason)
    {
        lock (_lock)
        {
            if (_disposed || Reason != CutReason.None)
            {
                return;
            }

            Reason = reason;
        }

        _cut.Cancel();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed)
            {
                return;
            }

            _disposed = true;
            _timeout?.Dispose();
        }

        Instance.End(this, Instance.Time.GetElapsedTime(_began), _failed);
    }

    /// <summary>Cut first, so that what breaks with the process is not taken for a crash and replayed.</summary>
    private void TimeOut(TimeSpan timeout)
    {
        Instance.Log.Write("host", $"{Function.Name} {Id} took longer than {timeout}: the handler is killed, with everything in it.");
        CutFor(CutReason.FunctionTimeout);
        Instance.Handler.Restart();
    }
}
