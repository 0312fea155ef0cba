namespace CloudOrchestrator.LocalAzure.EventGrid.Publishing;

/// <summary>An event that the topic took.</summary>
/// <param name="Json">As the publisher wrote it.</param>
internal sealed record PublishedEvent(string Type, ReadOnlyMemory<byte> Json, DateTimeOffset PublishTime)
{
    /// <summary>Operations that taking it, or one attempt at delivering it, costs.</summary>
    public int Operations => Math.Max(1, (Json.Length + TopicLimits.OperationBytes - 1) / TopicLimits.OperationBytes);
}
