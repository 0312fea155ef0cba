using System.Collections.Concurrent;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

/// <summary>A clock that tells what is waited for: whoever moves it before that has begun leaves the waiter behind.</summary>
internal sealed class SeenTime(TimeProvider inner) : TimeProvider
{
    private readonly ConcurrentQueue<DateTimeOffset> _ends = new();

    public override long TimestampFrequency => inner.TimestampFrequency;

    /// <summary>Whether somebody waits, or has waited, until then or a little less.</summary>
    public bool IsAwaited(DateTimeOffset at, TimeSpan less) => _ends.Any(end => end <= at && end >= at - less);

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var end = dueTime > TimeSpan.Zero ? inner.GetUtcNow() + dueTime : DateTimeOffset.MinValue;
        var timer = inner.CreateTimer(callback, state, dueTime, period);
        _ends.Enqueue(end);
        return timer;
    }
}
