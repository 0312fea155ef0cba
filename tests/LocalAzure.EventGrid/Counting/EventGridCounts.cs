using CloudOrchestrator.LocalAzure.EventGrid.Publishing;

namespace CloudOrchestrator.LocalAzure.EventGrid.Counting;

/// <summary>Counts what the topic takes and what its subscriptions do with it.</summary>
public sealed class EventGridCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DeliveryCount> _subscriptions = [];
    private PublishCount _published = PublishCount.Zero;

    internal EventGridCounts()
    {
    }

    /// <summary>The counts at this moment; the difference of two says what lies between.</summary>
    public EventGridCountSnapshot Take()
    {
        lock (_lock)
        {
            return new EventGridCountSnapshot(_published, new Dictionary<string, DeliveryCount>(_subscriptions));
        }
    }

    internal void Published(IReadOnlyList<PublishedEvent> events) =>
        Add(new PublishCount(Requests: 1, Refused: 0, events.Count, events.Sum(one => (long)one.Operations)));

    internal void Refused() => Add(PublishCount.Zero with { Refused = 1 });

    internal void Add(string subscription, DeliveryCount count)
    {
        lock (_lock)
        {
            _subscriptions[subscription] = _subscriptions.GetValueOrDefault(subscription, DeliveryCount.Zero) + count;
        }
    }

    private void Add(PublishCount count)
    {
        lock (_lock)
        {
            _published += count;
        }
    }
}
