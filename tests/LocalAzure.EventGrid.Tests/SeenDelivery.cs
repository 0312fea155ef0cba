using Azure.Messaging;
using CloudOrchestrator.LocalAzure.EventGrid.Delivering;

namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

/// <summary>A delivery as the function's side understands it.</summary>
internal sealed record SeenDelivery(string Function, int DeliveryCount, IReadOnlyList<CloudEvent> Events)
{
    public IEnumerable<string> Ids => Events.Select(one => one.Id);

    public static SeenDelivery Of(Delivery delivery) =>
        new(delivery.FunctionName, delivery.DeliveryCount, CloudEvent.ParseMany(BinaryData.FromBytes(delivery.Body)));
}
