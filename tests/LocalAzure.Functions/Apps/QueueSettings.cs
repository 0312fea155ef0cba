namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>What host.json says of queues; the defaults are the platform's.</summary>
public sealed record QueueSettings
{
    /// <summary>Messages taken at once.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is taken when no more than this many messages are being processed.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Tries before a message is put into the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a message that failed stays invisible.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>Longest between two looks at a queue in which nothing is.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Whether texts are in base64 in the queue.</summary>
    public bool Base64 { get; init; } = true;
}
