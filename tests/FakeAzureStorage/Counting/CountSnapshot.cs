using System.Text;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Counting;

/// <summary>The counts at one moment, or what lies between two.</summary>
public sealed class CountSnapshot
{
    private readonly IReadOnlyDictionary<CountKey, RequestCount> _counts;

    internal CountSnapshot(IReadOnlyDictionary<CountKey, RequestCount> counts) => _counts = counts;

    /// <summary>All requests together.</summary>
    public RequestCount Total => Of();

    /// <summary>The requests of one kind.</summary>
    public RequestCount this[RequestKind kind] => Of(kinds: [kind]);

    /// <summary>The requests that fit; what is not given does not matter.</summary>
    /// <param name="place">A table or a container.</param>
    public RequestCount Of(string? instance = null, IReadOnlyList<RequestKind>? kinds = null, string? place = null) => _counts
        .Where(count => instance is null || count.Key.Instance == instance)
        .Where(count => kinds is null || kinds.Contains(count.Key.Kind))
        .Where(count => place is null || count.Key.Place == place)
        .Aggregate(RequestCount.Zero, (sum, count) => sum + count.Value);

    public static CountSnapshot operator -(CountSnapshot later, CountSnapshot earlier) => Subtract(later, earlier);

    public static CountSnapshot Subtract(CountSnapshot later, CountSnapshot earlier) => new(later._counts.ToDictionary(
        count => count.Key, count => count.Value - earlier._counts.GetValueOrDefault(count.Key, RequestCount.Zero)));

    /// <summary>A line a kind, for the message of a failed assertion.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var kind in _counts.Where(count => count.Value != RequestCount.Zero).Select(count => count.Key.Kind).Distinct().Order())
        {
            var count = this[kind];
            text.AppendLine(null, $"{kind}: {count.Requests} requests, {count.Billed} billed, {count.Failed} failed, {count.BytesSent} bytes sent, {count.BytesReceived} received");
        }

        return text.ToString();
    }
}
