namespace CloudOrchestrator.Store.Simulation.Time;

/// <summary>A timer of the simulated clock.</summary>
internal sealed class SimulatedTimer(SimulatedTime time, TimerCallback callback, object? state) : ITimer
{
    private const long Idle = -1;

    private TimeSpan _period;
    private long _order = Idle;

    public bool IsDueAt(long order) => order == _order;

    public void Fire()
    {
        _order = _period > TimeSpan.Zero ? time.Enqueue(this, _period) : Idle;
        callback(state);
    }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        _period = period;
        _order = dueTime == Timeout.InfiniteTimeSpan ? Idle : time.Enqueue(this, dueTime);
        return true;
    }

    public void Dispose() => _order = Idle;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
