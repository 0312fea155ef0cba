namespace CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

/// <summary>The file as it stands.</summary>
internal sealed record DeclaredSubscriptions(IReadOnlyList<DeclaredSubscription> Subscriptions);
