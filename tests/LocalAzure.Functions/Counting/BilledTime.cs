namespace CloudOrchestrator.LocalAzure.Functions.Counting;

/// <summary>The time for which an instance is billed: while at least one invocation is active on it, an open watch among them.</summary>
/// <remarks>
/// Source: Flex Consumption plan, billing, on-demand instances: at least 1,000 ms a period of execution, then steps of 100 ms. Not promised,
/// and so not given: that the wait for a handler that still starts costs nothing.
/// </remarks>
internal sealed class BilledTime(TimeProvider time)
{
    private static readonly TimeSpan PeriodMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private readonly Lock _lock = new();
    private TimeSpan _past;
    private long _since;
    private int _active;

    /// <summary>So far: a period that is still open counts until now.</summary>
    public TimeSpan Total
    {
        get
        {
            lock (_lock)
            {
                return _active == 0 ? _past : _past + Rounded(time.GetElapsedTime(_since));
            }
        }
    }

    public void Enter()
    {
        lock (_lock)
        {
            if (_active++ == 0)
            {
                _since = time.GetTimestamp();
            }
        }
    }

    public void Leave()
    {
        lock (_lock)
        {
            if (--_active == 0)
            {
                _past += Rounded(time.GetElapsedTime(_since));
            }
        }
    }

    internal static TimeSpan Rounded(TimeSpan period) =>
        period <= PeriodMin ? PeriodMin : new TimeSpan((period.Ticks + Step.Ticks - 1) / Step.Ticks * Step.Ticks);
}
