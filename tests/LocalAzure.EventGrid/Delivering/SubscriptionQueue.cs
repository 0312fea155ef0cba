using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;
using CloudOrchestrator.LocalAzure.EventGrid.Faults;
using CloudOrchestrator.LocalAzure.EventGrid.Publishing;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>The events of one subscription, from the topic's taking them until they are delivered or given up.</summary>
internal sealed class SubscriptionQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventGridOptions _options;
    private readonly EventSubscription _subscription;
    private readonly DeadLetterQueue _letters;
    private readonly Random _random;
    private readonly TimeProvider _time;
    private readonly DeliveryFaults _faults;
    private readonly EventGridCounts _counts;
    private readonly Outstanding _outstanding;
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;

    /// <summary>By when they are due, then by when they came.</summary>
    private readonly PriorityQueue<QueuedEvent, (DateTimeOffset Due, long Place)> _waiting = new();
    private long _place;
    private int _underway;
    private int _failuresInARow;
    private DateTimeOffset _heldUntil = DateTimeOffset.MinValue;

    public SubscriptionQueue(
        EventGridOptions options, EventSubscription subscription, DeadLetterQueue letters, Random random,
        TimeProvider time, DeliveryFaults faults, EventGridCounts counts, Outstanding outstanding, CancellationToken stopping)
    {
        _options = options;
        _subscription = subscription;
        _letters = letters;
        _random = random;
        _time = time;
        _faults = faults;
        _counts = counts;
        _outstanding = outstanding;
        _stopping = stopping;
        _timer = time.CreateTimer(_ => Pump(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Accept(IReadOnlyList<PublishedEvent> events)
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            foreach (var published in events.Where(one => _subscription.Wants(one.Type)))
            {
                _outstanding.Add(1);
                _counts.Add(_subscription.Name, DeliveryCount.Zero with { Matched = 1 });
                EnqueueNeedsLock(new QueuedEvent(published), now + _faults.DelayOfOne());
            }
        }

        Pump();
    }

    public void Dispose()
    {
        _timer.Dispose();
        _letters.Dispose();
    }

    /// <summary>Starts what may start, and looks again when the next is due.</summary>
    private void Pump()
    {
        lock (_lock)
        {
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            var now = _time.GetUtcNow();
            while (_underway < _options.DeliveriesAtOnce && TakeNeedsLock(now) is { Count: > 0 } batch)
            {
                _underway++;
                _outstanding.Begin();
                _ = Task.Run(() => DeliverAsync(batch), CancellationToken.None);
            }

            // With every place taken, the end of a delivery comes by here.
            if (_underway < _options.DeliveriesAtOnce && _waiting.TryPeek(out _, out var next))
            {
                _timer.Change(Whole(next.Due - now), Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>What the next delivery holds: all that is due now and fits.</summary>
    private List<QueuedEvent> TakeNeedsLock(DateTimeOffset now)
    {
        List<QueuedEvent> batch = [];
        var bytes = DeliveryBody.BracketBytes;
        while (batch.Count < _subscription.EventsPerBatchMax && _waiting.TryPeek(out var one, out var next) && next.Due <= now)
        {
            var length = DeliveryBody.LengthOf(one);
            if (batch.Count > 0 && bytes + length > _subscription.PreferredBatchBytes)
            {
                break;
            }

            _waiting.Dequeue();
            if (IsReadyNeedsLock(one, now))
            {
                batch.Add(one);
                bytes += length;
            }
        }

        return batch;
    }

    /// <summary>Whether an event that is due is delivered now; if not, it is put where it belongs.</summary>
    private bool IsReadyNeedsLock(QueuedEvent one, DateTimeOffset now)
    {
        if (_faults.IsDropping())
        {
            _counts.Add(_subscription.Name, DeliveryCount.Zero with { Lost = 1 });
            _outstanding.Remove(1);
            return false;
        }

        if (one.Attempts == 0 && now < _heldUntil)
        {
            EnqueueNeedsLock(one, _heldUntil);
            return false;
        }

        if (now - one.Published.PublishTime >= _subscription.TimeToLive)
        {
            _letters.Put(one, "TimeToLiveExceeded");
            return false;
        }

        return true;
    }

    private async Task DeliverAsync(List<QueuedEvent> batch)
    {
        try
        {
            var attemptTime = _time.GetUtcNow();
            Settle(batch, await AttemptAsync(batch), attemptTime);
            Pump();
        }
        finally
        {
            _outstanding.End();
        }
    }

    private void Settle(List<QueuedEvent> batch, DeliveryOutcome outcome, DateTimeOffset attemptTime)
    {
        lock (_lock)
        {
            _underway--;
            _counts.Add(_subscription.Name, DeliveryCount.Of(batch, outcome));
            if (outcome.IsSuccess)
            {
                SucceededNeedsLock(batch);
            }
            else
            {
                FailedNeedsLock(batch, outcome, attemptTime);
            }
        }
    }

    private async Task<DeliveryOutcome> AttemptAsync(List<QueuedEvent> batch)
    {
        var delivery = new Delivery(_subscription.FunctionName, _subscription.Name, batch.Max(one => one.Attempts), DeliveryBody.Of(batch));
        using var late = new CancellationTokenSource(_options.Schedule.AnswerTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping);
        try
        {
            return await _options.Target.DeliverAsync(delivery, either.Token).WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return DeliveryOutcome.TimedOut;
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A target that throws is an endpoint that breaks: events must not be lost by it.
            return DeliveryOutcome.Broken;
        }
    }

    private void SucceededNeedsLock(List<QueuedEvent> batch)
    {
        _failuresInARow = 0;
        _heldUntil = DateTimeOffset.MinValue;
        foreach (var again in batch.Where(one => !one.IsCopy && _faults.IsDuplicated()))
        {
            _outstanding.Add(1);
            EnqueueNeedsLock(new QueuedEvent(again.Published, isCopy: true), _time.GetUtcNow() + _faults.DelayOfOne());
        }

        _outstanding.Remove(batch.Count);
    }

    private void FailedNeedsLock(List<QueuedEvent> batch, DeliveryOutcome outcome, DateTimeOffset attemptTime)
    {
        var (now, draw) = (_time.GetUtcNow(), _random.NextDouble());
        foreach (var one in batch)
        {
            one.Failed(outcome, attemptTime);
            if (outcome.IsFinal)
            {
                _letters.Put(one, $"UndeliverableDueToHttp{outcome.Name}");
            }
            else if (one.Attempts >= _subscription.DeliveryAttemptsMax)
            {
                _letters.Put(one, "MaxDeliveryAttemptsExceeded");
            }
            else
            {
                EnqueueNeedsLock(one, now + _options.Schedule.WaitAfter(one.Attempts, outcome, draw));
            }
        }

        _failuresInARow++;
        var resume = now + _options.Schedule.WaitAfter(batch.Max(one => one.Attempts), outcome, draw);
        if (_failuresInARow >= _options.Schedule.FailuresBeforeHolding && resume > _heldUntil)
        {
            _heldUntil = resume;
        }
    }

    private void EnqueueNeedsLock(QueuedEvent one, DateTimeOffset due) => _waiting.Enqueue(one, (due, _place++));

    /// <summary>In whole milliseconds upwards: a timer that is early would find nothing due.</summary>
    private static TimeSpan Whole(TimeSpan wait) => TimeSpan.FromMilliseconds(Math.Ceiling(Math.Max(0, wait.TotalMilliseconds)));
}
