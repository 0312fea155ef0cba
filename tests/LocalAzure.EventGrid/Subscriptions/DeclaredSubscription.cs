namespace CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

/// <summary>A subscription with the names of its ARM properties; defaults are the service's.</summary>
internal sealed record DeclaredSubscription(string Name, string EventDeliverySchema, DeclaredSubscription.Endpoint Destination)
{
    public EventFilter Filter { get; init; } = new();

    public Retry RetryPolicy { get; init; } = new();

    public LetterBox? DeadLetterDestination { get; init; }

    internal sealed record Endpoint(string EndpointType, FunctionEndpoint Properties);

    internal sealed record FunctionEndpoint(string FunctionName, int MaxEventsPerBatch = 1, int PreferredBatchSizeInKilobytes = 64);

    internal sealed record EventFilter(IReadOnlyList<string>? IncludedEventTypes = null);

    internal sealed record Retry(int MaxDeliveryAttempts = 30, int EventTimeToLiveInMinutes = 1_440);

    internal sealed record LetterBox(string EndpointType, Container Properties);

    internal sealed record Container(string BlobContainerName);
}
