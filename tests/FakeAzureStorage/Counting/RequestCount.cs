namespace CloudOrchestrator.FakeAzureStorage.Counting;

/// <summary>What requests of one sort came to.</summary>
/// <param name="Requests">Requests sent, whether or not they landed or were answered: a round trip each.</param>
/// <param name="Billed">Requests that the service bills: those it carried out, and those it refused for what was asked.</param>
/// <param name="Failed">Requests whose client got no answer, or one of 400 and more (a transaction's counts by its inner answer).</param>
/// <param name="BytesSent">Bytes of their bodies, as on the wire.</param>
/// <param name="BytesReceived">Bytes of the bodies that were answered.</param>
public sealed record RequestCount(long Requests, long Billed, long Failed, long BytesSent, long BytesReceived)
{
    public static RequestCount Zero { get; } = new(0, 0, 0, 0, 0);

    public static RequestCount operator +(RequestCount left, RequestCount right) => new(
        left.Requests + right.Requests,
        left.Billed + right.Billed,
        left.Failed + right.Failed,
        left.BytesSent + right.BytesSent,
        left.BytesReceived + right.BytesReceived);

    public static RequestCount operator -(RequestCount left, RequestCount right) => new(
        left.Requests - right.Requests,
        left.Billed - right.Billed,
        left.Failed - right.Failed,
        left.BytesSent - right.BytesSent,
        left.BytesReceived - right.BytesReceived);

    public static RequestCount Add(RequestCount left, RequestCount right) => left + right;

    public static RequestCount Subtract(RequestCount left, RequestCount right) => left - right;
}
