using CloudOrchestrator.LocalAzure.EventGrid.DeadLetters;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;
using CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

namespace CloudOrchestrator.LocalAzure.EventGrid;

/// <summary>What a <see cref="LocalEventGrid"/> is like.</summary>
public sealed record EventGridOptions
{
    /// <summary>The custom topic's name; dead letters lie below it.</summary>
    public string TopicName { get; init; } = "notices";

    /// <summary>What publishers send as <c>aeg-sas-key</c>.</summary>
    public required string TopicKey { get; init; }

    /// <summary>Such as <see cref="SubscriptionFile.Read"/> answers.</summary>
    public required IReadOnlyList<EventSubscription> Subscriptions { get; init; }

    /// <summary>Where events are delivered to.</summary>
    public required IDeliveryTarget Target { get; init; }

    /// <summary>Needed if any subscription names a dead-letter container.</summary>
    public IDeadLetters? DeadLetters { get; init; }

    /// <summary>The service's own by default.</summary>
    public RetrySchedule Schedule { get; init; } = RetrySchedule.Real;

    /// <summary>Deliveries of one subscription that may be under way together.</summary>
    /// <value>1 or more; default 1, so that what comes meanwhile goes as one batch. The service states no number.</value>
    public int DeliveriesAtOnce { get; init; } = 1;

    /// <summary>Of what is random: the waits of retries, and faults.</summary>
    public int Seed { get; init; } = 1;
}
