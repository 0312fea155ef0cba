namespace CloudOrchestrator.FakeAzureStorage.Limits;

/// <summary>A target of so many units a second, of which one second's worth may come at once.</summary>
internal sealed class RateGate(int perSecond, DateTimeOffset now)
{
    private double _left = perSecond;
    private DateTimeOffset _at = now;

    /// <summary>Takes the units, or nothing if there are not that many.</summary>
    public bool TryTake(int units, DateTimeOffset now)
    {
        Refill(now);
        if (_left < units)
        {
            return false;
        }

        _left -= units;
        return true;
    }

    /// <summary>Takes units that were found only by doing the work; later comers wait for them.</summary>
    public void TakeAnyway(int units) => _left -= units;

    private void Refill(DateTimeOffset now)
    {
        if (now > _at)
        {
            _left = Math.Min(perSecond, _left + (perSecond * (now - _at).TotalSeconds));
            _at = now;
        }
    }
}
