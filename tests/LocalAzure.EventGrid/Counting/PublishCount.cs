namespace CloudOrchestrator.LocalAzure.EventGrid.Counting;

/// <summary>What publishing came to.</summary>
/// <param name="Requests">Requests whose events were taken.</param>
/// <param name="Refused">Requests that were refused.</param>
/// <param name="Events">Events that were taken.</param>
/// <param name="Operations">One for each 64 KiB begun of each event that was taken.</param>
public sealed record PublishCount(long Requests, long Refused, long Events, long Operations)
{
    public static PublishCount Zero { get; } = new(0, 0, 0, 0);

    public static PublishCount operator +(PublishCount left, PublishCount right) => new(
        left.Requests + right.Requests, left.Refused + right.Refused, left.Events + right.Events, left.Operations + right.Operations);

    public static PublishCount operator -(PublishCount left, PublishCount right) => new(
        left.Requests - right.Requests, left.Refused - right.Refused, left.Events - right.Events, left.Operations - right.Operations);

    public static PublishCount Add(PublishCount left, PublishCount right) => left + right;

    public static PublishCount Subtract(PublishCount left, PublishCount right) => left - right;
}
