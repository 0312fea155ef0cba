using System.Text;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>
/// Lets a collection that was never written have a revision that clients can go on from: none take 0, and from 0 a watch begins otherwise.
/// An empty collection says that it is at revision 1, and of a collection revision 1 is never an object's, so that a watch behind it misses nothing.
/// </summary>
internal static class Beginning
{
    /// <summary>The revision at which every collection is empty.</summary>
    public const long Revision = 1;

    private static readonly Document Marker = new(Encoding.UTF8.GetBytes("""{"metadata":{}}"""), -1);

    /// <summary>Takes the first revision with a hidden key; nothing where it is taken.</summary>
    private static readonly Write First = new(CollectionKeys.Begun, static state => state.Revision == 0 ? new WriteDecision.Put(Marker) : new WriteDecision.Nothing());

    /// <summary>The revision of a state as clients are told.</summary>
    public static long Shown(this CollectionState state) => Math.Max(state.Revision, Revision);

    /// <summary>Why a state does not serve a reader that has seen a revision; null where it does. A current state is as new as all that anyone was told of: what lies
    /// beyond it nobody has seen, so that nothing is waited for.</summary>
    public static Refusal? Before(this CollectionState state, long? seen) => seen > state.Shown() ? new Refusal.RevisionTooLarge(seen.Value, state.Shown()) : null;

    /// <summary>Commits a write; the first one of a collection behind its beginning, in the same commit.</summary>
    public static async Task<WriteOutcome> CommitBegunAsync(this IDocumentCollection collection, Write write, CancellationToken cancellationToken)
    {
        if ((await collection.ReadAnyAsync(cancellationToken).ConfigureAwait(false)).Revision > 0)
        {
            return await collection.CommitAsync(write, cancellationToken).ConfigureAwait(false);
        }

        var outcomes = await collection.CommitAsync([First, write], cancellationToken).ConfigureAwait(false);
        return outcomes[1] is WriteOutcome.GroupRefused ? outcomes[0] : outcomes[1];
    }

    /// <summary>The state at a revision that clients were told.</summary>
    public static async ValueTask<StateOutcome> ReadShownAsync(this IDocumentCollection collection, long revision, CancellationToken cancellationToken)
    {
        var outcome = await collection.ReadAtAsync(revision, cancellationToken).ConfigureAwait(false);
        return outcome is not StateOutcome.Future { CurrentRevision: 0 } future ? outcome
            : revision == Revision ? await collection.ReadAtAsync(0, cancellationToken).ConfigureAwait(false)
            : future with { CurrentRevision = Revision };
    }

    /// <summary>The changes after a revision that clients were told.</summary>
    public static async ValueTask<WatchOutcome> WatchShownAsync(this IDocumentCollection collection, long afterRevision, CancellationToken cancellationToken)
    {
        var outcome = await collection.WatchAsync(afterRevision, cancellationToken).ConfigureAwait(false);
        return outcome is not WatchOutcome.Future { CurrentRevision: 0 } future ? outcome
            : afterRevision == Revision ? await collection.WatchAsync(0, cancellationToken).ConfigureAwait(false)
            : future with { CurrentRevision = Revision };
    }
}
