using CloudOrchestrator.FakeAzureStorage.Faults;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Counting;

/// <summary>Counts every request of the account.</summary>
public sealed class RequestCounts
{
    private readonly Lock _lock = new();
    private readonly Dictionary<CountKey, RequestCount> _counts = [];

    internal RequestCounts()
    {
    }

    /// <summary>The counts at this moment; the difference of two says what lies between.</summary>
    public CountSnapshot Take()
    {
        lock (_lock)
        {
            return new CountSnapshot(new Dictionary<CountKey, RequestCount>(_counts));
        }
    }

    internal void Sent(RequestFacts facts) => Add(facts, RequestCount.Zero with { Requests = 1, BytesSent = facts.BodyBytes });

    internal void Answered(RequestFacts facts, StorageAnswer answer) =>
        Add(facts, RequestCount.Zero with { Failed = answer.Failed ? 1 : 0, BytesReceived = answer.Body.Length });

    internal void Lost(RequestFacts facts) => Add(facts, RequestCount.Zero with { Failed = 1 });

    /// <remarks>
    /// Refused logins, throttled requests and the service's own failures are free; everything else that it looked at is billed, a whole
    /// transaction as one. Source: «Storage Analytics logged operations and status messages», column Billable.
    /// </remarks>
    internal void Landed(RequestFacts facts, int status)
    {
        if (status is not (401 or 403 or >= 500))
        {
            Add(facts, RequestCount.Zero with { Billed = 1 });
        }
    }

    private void Add(RequestFacts facts, RequestCount count)
    {
        var key = new CountKey(facts.Instance, facts.Kind, facts.Table ?? facts.Container);
        lock (_lock)
        {
            _counts[key] = _counts.GetValueOrDefault(key, RequestCount.Zero) + count;
        }
    }
}
