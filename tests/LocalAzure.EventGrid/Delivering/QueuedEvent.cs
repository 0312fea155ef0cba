using CloudOrchestrator.LocalAzure.EventGrid.Publishing;

namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>An event on its way to one subscription.</summary>
internal sealed class QueuedEvent(PublishedEvent published, bool isCopy = false)
{
    public PublishedEvent Published { get; } = published;

    /// <summary>A duplicate by way of a fault, of which no further one is made.</summary>
    public bool IsCopy { get; } = isCopy;

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; private set; }

    /// <summary>Null before the first attempt has failed.</summary>
    public DeliveryOutcome? LastOutcome { get; private set; }

    public DateTimeOffset LastAttemptTime { get; private set; }

    public void Failed(DeliveryOutcome outcome, DateTimeOffset attemptTime)
    {
        Attempts++;
        LastOutcome = outcome;
        LastAttemptTime = attemptTime;
    }
}
