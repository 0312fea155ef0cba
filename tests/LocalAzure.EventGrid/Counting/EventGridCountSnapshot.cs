using System.Text;

namespace CloudOrchestrator.LocalAzure.EventGrid.Counting;

/// <summary>The counts at one moment, or what lies between two.</summary>
public sealed class EventGridCountSnapshot
{
    private readonly IReadOnlyDictionary<string, DeliveryCount> _subscriptions;

    internal EventGridCountSnapshot(PublishCount published, IReadOnlyDictionary<string, DeliveryCount> subscriptions)
    {
        Published = published;
        _subscriptions = subscriptions;
    }

    public PublishCount Published { get; }

    /// <summary>Of all subscriptions together.</summary>
    public DeliveryCount Delivered => _subscriptions.Values.Aggregate(DeliveryCount.Zero, (sum, count) => sum + count);

    /// <summary>Operations that the service bills: what came in, and every attempt at delivering it.</summary>
    /// <remarks>
    /// Source: Azure Event Grid pricing, basic tier: event ingress, delivery attempts, advanced matches and management calls are operations, events in
    /// increments of 64 KB. Types as a filter are no advanced match; nothing is managed here. That each event of a batch is billed as if it came alone is
    /// the dearer reading: the page is silent on batches.
    /// </remarks>
    public long BilledOperations => Published.Operations + Delivered.Operations;

    /// <summary>Of one subscription.</summary>
    public DeliveryCount this[string subscription] => _subscriptions.GetValueOrDefault(subscription, DeliveryCount.Zero);

    public static EventGridCountSnapshot operator -(EventGridCountSnapshot later, EventGridCountSnapshot earlier) => Subtract(later, earlier);

    public static EventGridCountSnapshot Subtract(EventGridCountSnapshot later, EventGridCountSnapshot earlier) => new(
        later.Published - earlier.Published, later._subscriptions.ToDictionary(count => count.Key, count => count.Value - earlier[count.Key]));

    /// <summary>A line for the topic and for each subscription, for the message of a failed assertion.</summary>
    public override string ToString()
    {
        var text = new StringBuilder().AppendLine(null, $"topic: {Published}");
        foreach (var (name, count) in _subscriptions.OrderBy(count => count.Key, StringComparer.Ordinal))
        {
            text.AppendLine(null, $"{name}: {count}");
        }

        return text.ToString();
    }
}
