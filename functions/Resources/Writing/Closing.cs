using System.Text;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>Closes collections: puts a hidden key that the write functions of creates look for on the very revision that they build upon.</summary>
internal static class Closing
{
    /// <summary>How long a closing is kept.</summary>
    /// <value>One hour: far longer than a create may take between its read of what allows it and its commit.</value>
    private static readonly TimeSpan ClosedFor = TimeSpan.FromHours(1);

    private static readonly byte[] Marker = Encoding.UTF8.GetBytes("""{"metadata":{}}""");

    /// <summary>Closes collections by a key. Running it again does nothing.</summary>
    /// <exception cref="StoreException">One of them cannot be closed now.</exception>
    public static async Task CloseAsync(IEnumerable<IDocumentCollection> collections, string key, string what, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var document = new Document(Marker, -1, now + ClosedFor);
        var outcomes = await Task.WhenAll(collections.Select(collection => collection.CommitAsync(
            new Write(key, state => state.Find(key) is null ? new WriteDecision.Put(document) : new WriteDecision.Nothing()),
            cancellationToken))).ConfigureAwait(false);
        if (outcomes.FirstOrDefault(outcome => outcome is not (WriteOutcome.Committed or WriteOutcome.Unchanged)) is { } open)
        {
            throw new StoreException($"{what} cannot be closed now: {(open as WriteOutcome.Unavailable)?.Reason ?? "the outcome of a write is unknown"}");
        }
    }
}
