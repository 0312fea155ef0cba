namespace CloudOrchestrator.Store.Simulation.Time;

/// <summary>A clock that stands still until it is moved to the next timer that is due.</summary>
internal sealed class SimulatedTime : TimeProvider
{
    private readonly PriorityQueue<SimulatedTimer, (long Due, long Order)> _timers = new();
    private long _ticks = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
    private long _order;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => new(_ticks, TimeSpan.Zero);

    public override long GetTimestamp() => _ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimulatedTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves to the next timer and fires it. Answers whether there was one no later than the end.</summary>
    public bool MoveOn(DateTimeOffset end)
    {
        while (_timers.TryPeek(out var timer, out var at))
        {
            if (at.Due > end.UtcTicks)
            {
                return false;
            }

            _timers.Dequeue();
            if (timer.IsDueAt(at.Order))
            {
                _ticks = Math.Max(_ticks, at.Due);
                timer.Fire();
                return true;
            }
        }

        return false;
    }

    /// <summary>Puts a timer in line; the number that it gets tells whether it has been set anew since.</summary>
    internal long Enqueue(SimulatedTimer timer, TimeSpan dueTime)
    {
        _timers.Enqueue(timer, (_ticks + Math.Max(0, dueTime.Ticks), ++_order));
        return _order;
    }
}
