namespace CloudOrchestrator.Store.Simulation.Time;

/// <summary>The clock of an instance that is wrong by a fixed span.</summary>
internal sealed class SkewedTime(TimeProvider time, TimeSpan skew) : TimeProvider
{
    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow() + skew;

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
}
