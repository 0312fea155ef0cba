using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Counting;

/// <summary>What became of the events of a subscription.</summary>
/// <param name="Matched">Events that the subscription's filter let through.</param>
/// <param name="Deliveries">Deliveries that ended, each of one or more events: a POST each.</param>
/// <param name="Attempts">Events in them.</param>
/// <param name="Operations">One for each 64 KiB begun of each event in them.</param>
/// <param name="Failed">Events in those deliveries that failed.</param>
/// <param name="DeadLettered">Events that were given up, and written.</param>
/// <param name="Dropped">Events that were given up, and could not be written.</param>
/// <param name="Lost">Events that a fault made away with.</param>
public sealed record DeliveryCount(
    long Matched, long Deliveries, long Attempts, long Operations, long Failed, long DeadLettered, long Dropped, long Lost)
{
    public static DeliveryCount Zero { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    public static DeliveryCount operator +(DeliveryCount left, DeliveryCount right) => new(
        left.Matched + right.Matched,
        left.Deliveries + right.Deliveries,
        left.Attempts + right.Attempts,
        left.Operations + right.Operations,
        left.Failed + right.Failed,
        left.DeadLettered + right.DeadLettered,
        left.Dropped + right.Dropped,
        left.Lost + right.Lost);

    public static DeliveryCount operator -(DeliveryCount left, DeliveryCount right) => new(
        left.Matched - right.Matched,
        left.Deliveries - right.Deliveries,
        left.Attempts - right.Attempts,
        left.Operations - right.Operations,
        left.Failed - right.Failed,
        left.DeadLettered - right.DeadLettered,
        left.Dropped - right.Dropped,
        left.Lost - right.Lost);

    public static DeliveryCount Add(DeliveryCount left, DeliveryCount right) => left + right;

    public static DeliveryCount Subtract(DeliveryCount left, DeliveryCount right) => left - right;

    internal static DeliveryCount Of(IReadOnlyList<QueuedEvent> batch, DeliveryOutcome outcome) => Zero with
    {
        Deliveries = 1,
        Attempts = batch.Count,
        Operations = batch.Sum(one => one.Published.Operations),
        Failed = outcome.IsSuccess ? 0 : batch.Count,
    };
}
