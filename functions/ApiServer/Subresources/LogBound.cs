namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>When a log ends at the latest, though its container goes on.</summary>
internal sealed class LogBound : IDisposable
{
    private readonly CancellationTokenSource _duration;
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _ended;
    private readonly TimeSpan _silenceMax;

    /// <param name="aborted">Cancelled when the client goes away.</param>
    /// <param name="durationMax">How long the log may last; null for ever.</param>
    /// <param name="silenceMax">How long nothing may come; null for ever.</param>
    /// <param name="time">The clock.</param>
    public LogBound(CancellationToken aborted, TimeSpan? durationMax, TimeSpan? silenceMax, TimeProvider time)
    {
        _silenceMax = silenceMax ?? Timeout.InfiniteTimeSpan;
        _duration = new CancellationTokenSource(durationMax ?? Timeout.InfiniteTimeSpan, time);
        _silence = new CancellationTokenSource(_silenceMax, time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(aborted, _duration.Token, _silence.Token);
    }

    /// <summary>Cancelled when the log has to end: by its duration, by its silence or by its client.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>Whether it was time that ended it.</summary>
    public bool IsOver => _duration.IsCancellationRequested || _silence.IsCancellationRequested;

    /// <summary>Something came: silence begins anew.</summary>
    public void Heard() => _silence.CancelAfter(_silenceMax);

    public void Dispose()
    {
        _ended.Dispose();
        _silence.Dispose();
        _duration.Dispose();
    }
}
