using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Notices;

/// <summary>Reads what the commits changed that nobody has published.</summary>
internal sealed class MissedChanges(Func<IDocumentCollection> find, string collection, ILogger logger)
{
    /// <summary>The changes of some revisions, each with what was before; null where they cannot be told any more.</summary>
    /// <param name="from">The last revision before them.</param>
    /// <param name="through">The last of them.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<IReadOnlyList<StoreChange>?> ReadAsync(long from, long through, CancellationToken cancellationToken)
    {
        try
        {
            var documents = find();
            if (await documents.WatchAsync(from, cancellationToken).ConfigureAwait(false) is not WatchOutcome.Watching watching)
            {
                return null;
            }

            // So that none of them is waited for.
            if ((await documents.ReadAnyAsync(cancellationToken).ConfigureAwait(false)).Revision < through)
            {
                await documents.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
            }

            return await ReadAsync(watching.Batches, through, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is StoreException or SlowReaderException)
        {
            // Such as rows of a newer version: that something changed is known all the same.
            Log.MissedUnreadable(logger, collection, from, fault);
            return null;
        }
    }

    private static async Task<IReadOnlyList<StoreChange>> ReadAsync(IAsyncEnumerable<ChangeBatch> batches, long through, CancellationToken cancellationToken)
    {
        var changes = new List<StoreChange>();
        await foreach (var batch in batches.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            changes.AddRange(batch.Changes);
            if (batch.ProvenRevision >= through)
            {
                break;
            }
        }

        return changes;
    }
}
