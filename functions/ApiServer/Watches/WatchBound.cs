namespace CloudOrchestrator.ApiServer.Watches;

/// <summary>When a watch ends at the latest, and how long it may be silent.</summary>
internal sealed class WatchBound : IDisposable
{
    private readonly CancellationTokenSource _duration;
    private readonly CancellationTokenSource _ended;
    private readonly TimeProvider _time;
    private readonly TimeSpan _silenceMax;

    public WatchBound(CancellationToken aborted, CancellationToken stopping, TimeSpan duration, TimeSpan silenceMax, TimeProvider time)
    {
        (_time, _silenceMax) = (time, silenceMax);
        _duration = new CancellationTokenSource(duration, time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, stopping, _duration.Token);
    }

    /// <summary>Cancelled when the watch has to end: by its duration, by its client or with the server.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Waits for a batch as long as silence is allowed.</summary>
    /// <returns>Null when nothing has come in that time, else whether there is a batch.</returns>
    public async ValueTask<bool?> WaitAsync(Task<bool> next)
    {
        if (next.IsCompletedSuccessfully)
        {
            return await next;
        }

        try
        {
            return await next.WaitAsync(_silenceMax, _time, Ended);
        }
        catch (TimeoutException)
        {
            return null;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Ends the watch before its time.</summary>
    public Task EndAsync() => _ended.CancelAsync();

    public void Dispose()
    {
        _ended.Dispose();
        _duration.Dispose();
    }
}
