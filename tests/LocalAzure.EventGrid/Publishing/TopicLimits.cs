namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>What one request to the topic may hold.</summary>
internal static class TopicLimits
{
    /// <summary>Most bytes of the array of events, and so of each event.</summary>
    /// <value>1 MiB.</value>
    /// <remarks>Source: «Post to custom topic for Azure Event Grid»: the array up to 1 MB, each event up to 1 MB, else 413.</remarks>
    public const int ArrayBytesMax = 1024 * 1024;

    /// <summary>Most events of an array.</summary>
    /// <remarks>Source: Azure Event Grid quotas and limits.</remarks>
    public const int EventsMax = 5_000;

    /// <summary>An operation is billed for each such part of an event that is begun.</summary>
    /// <value>64 KiB.</value>
    /// <remarks>Source: «Azure Event Grid event schema»: events are charged in 64 KB increments.</remarks>
    public const int OperationBytes = 64 * 1024;
}
