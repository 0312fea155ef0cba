namespace CloudOrchestrator.LocalAzure.EventGrid.Subscriptions;

/// <summary>Which events go to which function, and how. It stands as <see cref="SubscriptionFile"/> checked it.</summary>
public sealed record EventSubscription
{
    public required string Name { get; init; }

    public required string FunctionName { get; init; }

    /// <summary>Null: events of every type.</summary>
    public IReadOnlySet<string>? IncludedEventTypes { get; init; }

    /// <summary>Most events of a delivery.</summary>
    /// <value>1 to 5,000; default 1.</value>
    public int EventsPerBatchMax { get; init; } = 1;

    /// <summary>A delivery takes no further event that would make it longer; one event goes whatever its size.</summary>
    /// <value>1 KiB to 1 MiB; default 64 KiB.</value>
    public int PreferredBatchBytes { get; init; } = 64 * 1024;

    /// <summary>After so many attempts an event is given up.</summary>
    /// <value>1 to 30; default 30.</value>
    public int DeliveryAttemptsMax { get; init; } = 30;

    /// <summary>An event this old is given up, found out when its next attempt is due.</summary>
    /// <value>A minute to a day; default a day.</value>
    public TimeSpan TimeToLive { get; init; } = TimeSpan.FromDays(1);

    /// <summary>The container for what is given up. Null: it is dropped.</summary>
    public string? DeadLetterContainer { get; init; }

    internal bool Wants(string type) => IncludedEventTypes?.Contains(type) ?? true;
}
