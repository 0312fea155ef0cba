namespace CloudOrchestrator.LocalAzure.Functions.Tests.Triggers;

/// <summary>A clock whose long timers end 5 ms early, as real ones may.</summary>
internal sealed class HastyTime(TimeProvider inner) : TimeProvider
{
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(5);

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow();

    public override long GetTimestamp() => inner.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        inner.CreateTimer(callback, state, dueTime > Early * 2 ? dueTime - Early : dueTime, period);
}
