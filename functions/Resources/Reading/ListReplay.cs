using System.Text;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Lets a list that is sent again be the very list that it was the first time.</summary>
/// <remarks>
/// The first puts a hidden key of the request's id, and lists exactly the revision at which that was committed; whoever comes with the same id
/// finds the key, and the same revision. What was made after the first list is therefore in none of them.
/// </remarks>
internal static class ListReplay
{
    private static readonly byte[] Marker = Encoding.UTF8.GetBytes("""{"metadata":{}}""");

    /// <summary>The revision to list, or why there is none.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="id">The request's id.</param>
    /// <param name="asked">The revision that the list must not be older than; null for none.</param>
    /// <param name="now">The time now.</param>
    public static async ValueTask<(long Revision, Refusal? Refusal)> RevisionAsync(IDocumentCollection collection, ReplayId id, long? asked, DateTimeOffset now)
    {
        var key = CollectionKeys.Listed(id);
        var document = new Document(Marker, -1, now + DeletionReplay.RememberedFor);
        var outcome = await collection.CommitAsync(
            new Write(key, state =>
                state.Before(asked) is { } early ? new WriteDecision.Refuse(early)
                : state.Find(key) is null ? new WriteDecision.Put(document)
                : new WriteDecision.Nothing()),
            CancellationToken.None).ConfigureAwait(false);
        return outcome switch
        {
            WriteOutcome.Committed committed => (committed.Object.Revision, null),
            WriteOutcome.Unchanged { Current: { } current } => (current.Revision, null),
            WriteOutcome.Refused { Reason: Refusal refusal } => (0, refusal),
            WriteOutcome.Unavailable unavailable => (0, new Refusal.Unavailable(unavailable.Reason)),
            _ => (0, new Refusal.Unknown("it is not known whether the list was begun")),
        };
    }
}
