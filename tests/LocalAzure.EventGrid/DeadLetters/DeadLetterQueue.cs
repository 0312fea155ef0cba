using System.Globalization;
using CloudOrchestrator.LocalAzure.EventGrid.Counting;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;

/// <summary>What one subscription has given up: written some time later, many to a blob, or dropped.</summary>
internal sealed class DeadLetterQueue : IDisposable
{
    private readonly Lock _lock = new();
    private readonly EventGridOptions _options;
    private readonly EventSubscription _subscription;
    private readonly TimeProvider _time;
    private readonly EventGridCounts _counts;
    private readonly Outstanding _outstanding;
    private readonly CancellationToken _stopping;
    private readonly ITimer _timer;
    private readonly List<DeadLetter> _waiting = [];
    private bool _isTimed;

    public DeadLetterQueue(
        EventGridOptions options, EventSubscription subscription,
        TimeProvider time, EventGridCounts counts, Outstanding outstanding, CancellationToken stopping)
    {
        _options = options;
        _subscription = subscription;
        _time = time;
        _counts = counts;
        _outstanding = outstanding;
        _stopping = stopping;
        _timer = time.CreateTimer(_ => Write(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Put(QueuedEvent one, string reason)
    {
        if (_subscription.DeadLetterContainer is null)
        {
            Drop(1);
            return;
        }

        lock (_lock)
        {
            var schedule = _options.Schedule;
            _waiting.Add(new DeadLetter(DeadLetter.DocumentOf(one, reason), _time.GetUtcNow() + schedule.DeadLetterDelay + schedule.DeadLetterTimeout));
            TimeNeedsLock(schedule.DeadLetterDelay);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void TimeNeedsLock(TimeSpan wait)
    {
        // What comes while others wait goes with them.
        if (!_isTimed)
        {
            _isTimed = true;
            _timer.Change(wait, Timeout.InfiniteTimeSpan);
        }
    }

    private void Write()
    {
        lock (_lock)
        {
            if (_waiting.Count > 0 && !_stopping.IsCancellationRequested)
            {
                DeadLetter[] letters = [.. _waiting];
                _waiting.Clear();
                _outstanding.Begin();
                _ = Task.Run(() => WriteAsync(letters), CancellationToken.None);
            }
        }
    }

    private async Task WriteAsync(DeadLetter[] letters)
    {
        try
        {
            Settle(letters, await TryWriteAsync(DeliveryBody.Of(letters.Select(letter => letter.Document))));
        }
        finally
        {
            _outstanding.End();
        }
    }

    private void Settle(DeadLetter[] letters, bool isWritten)
    {
        lock (_lock)
        {
            _isTimed = false;
            var now = _time.GetUtcNow();
            DeadLetter[] kept = [.. letters.Where(letter => !isWritten && now < letter.DropAt)];
            if (isWritten)
            {
                _counts.Add(_subscription.Name, DeliveryCount.Zero with { DeadLettered = letters.Length });
                _outstanding.Remove(letters.Length);
            }
            else
            {
                Drop(letters.Length - kept.Length);
            }

            _waiting.AddRange(kept);
            if (_waiting.Count > 0)
            {
                TimeNeedsLock(kept.Length > 0 ? _options.Schedule.DeadLetterRetry : _options.Schedule.DeadLetterDelay);
            }
        }
    }

    private async Task<bool> TryWriteAsync(ReadOnlyMemory<byte> content)
    {
        try
        {
            return await _options.DeadLetters!
                .TryWriteAsync(_subscription.DeadLetterContainer!, BlobName(), content, _stopping)
                .WaitAsync(_stopping);
        }
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            // A place that throws is one that is away: it is tried again, so that nothing is lost by it.
            return false;
        }
    }

    /// <remarks>
    /// Source: «Set dead-letter location and retry policy»: the subscription's name in capitals, and date and hour in UTC without leading zeros.
    /// </remarks>
    private string BlobName() => string.Create(
        CultureInfo.InvariantCulture,
        $"{_options.TopicName}/{_subscription.Name.ToUpperInvariant()}/{_time.GetUtcNow().UtcDateTime:yyyy/M/d/H}/{Guid.NewGuid()}.json");

    private void Drop(int events)
    {
        if (events > 0)
        {
            _counts.Add(_subscription.Name, DeliveryCount.Zero with { Dropped = events });
            _outstanding.Remove(events);
        }
    }
}
