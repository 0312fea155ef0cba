namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>How long to wait for the next beat: little while something goes on, and longer and longer when nothing does. Knows no clock.</summary>
internal sealed class BeatPace(RowDoorbellOptions options)
{
    /// <summary>By how much each quiet wait is longer than the one before.</summary>
    private const double Growth = 1.5;

    private TimeSpan _active = options.ActiveFor;
    private TimeSpan _wait = options.BeatMin;
    private int _failures;

    /// <summary>Something happened to the node's pods, or is about to.</summary>
    public void Stir()
    {
        _active = options.ActiveFor;
        _wait = options.BeatMin;
    }

    /// <summary>The wait after a beat that was taken.</summary>
    public TimeSpan AfterBeat()
    {
        _failures = 0;
        if (_active > TimeSpan.Zero)
        {
            _active -= _wait;
            return _wait;
        }

        return _wait = Least(_wait * Growth, options.BeatMax);
    }

    /// <summary>The wait after a beat that was not.</summary>
    public TimeSpan AfterFailure() => Waits.Doubled(options.BeatMin, options.BeatMax, _failures++);

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
