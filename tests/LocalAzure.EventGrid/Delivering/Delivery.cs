namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>One attempt at handing events to a function.</summary>
/// <param name="DeliveryCount">Attempts before this one, of the event among them that had most.</param>
/// <param name="Body">A batch of CloudEvents: a JSON array.</param>
public sealed record Delivery(string FunctionName, string SubscriptionName, int DeliveryCount, ReadOnlyMemory<byte> Body);
