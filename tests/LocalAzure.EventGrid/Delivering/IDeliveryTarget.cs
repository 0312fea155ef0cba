namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>Where deliveries go.</summary>
public interface IDeliveryTarget
{
    /// <param name="cancellationToken">Fires when the time to answer is over: an answer after it does not count, though the work may go on.</param>
    Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancellationToken);
}
