namespace CloudOrchestrator.LocalAzure.EventGrid.Faults;

/// <summary>
/// What may happen to events between the topic and the functions. The service promises each event at least once, in any order and at any
/// time: duplicates, delays and disorder are within that promise, and only a drop is beyond it.
/// </summary>
public sealed class DeliveryFaults
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Random _random;
    private DateTimeOffset _dropUntil = DateTimeOffset.MinValue;
    private double _duplicates;
    private TimeSpan _delay;
    private TimeSpan _disorder;

    internal DeliveryFaults(TimeProvider time, int seed)
    {
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>
    /// Beyond the contract: for so long all that is due to be delivered, retries too, is lost without a trace. The topic takes events as ever.
    /// </summary>
    public void Drop(TimeSpan span)
    {
        lock (_lock)
        {
            _dropUntil = _time.GetUtcNow() + span;
        }
    }

    /// <summary>From now on each event that was delivered is, with this probability, delivered once more, as if its answer had been lost.</summary>
    /// <param name="probability">0 to 1.</param>
    public void Duplicate(double probability)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(probability);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(probability, 1);
        lock (_lock)
        {
            _duplicates = probability;
        }
    }

    /// <summary>From now on each event comes later, by so much.</summary>
    public void Delay(TimeSpan delay)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(delay, TimeSpan.Zero);
        lock (_lock)
        {
            _delay = delay;
        }
    }

    /// <summary>From now on each event comes later, by a random span of its own, so that later ones overtake it.</summary>
    public void Reorder(TimeSpan upTo)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(upTo, TimeSpan.Zero);
        lock (_lock)
        {
            _disorder = upTo;
        }
    }

    /// <summary>From now on all is well again; what is delayed already stays so.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _dropUntil = DateTimeOffset.MinValue;
            (_duplicates, _delay, _disorder) = (0, TimeSpan.Zero, TimeSpan.Zero);
        }
    }

    internal bool IsDropping()
    {
        lock (_lock)
        {
            return _time.GetUtcNow() < _dropUntil;
        }
    }

    internal bool IsDuplicated()
    {
        lock (_lock)
        {
            return _duplicates > 0 && _random.NextDouble() < _duplicates;
        }
    }

    internal TimeSpan DelayOfOne()
    {
        lock (_lock)
        {
            return _delay + (_disorder == TimeSpan.Zero ? TimeSpan.Zero : _disorder * _random.NextDouble());
        }
    }
}
