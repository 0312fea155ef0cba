using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Ends the life of a store whose cluster lives on in another: nothing can be written to it any more.</summary>
public static class StoreSeal
{
    /// <summary>Most times that somebody may write to a collection while it is being sealed.</summary>
    private const int AttemptsMax = 1000;

    /// <summary>Seals every collection that has commits. Answers how many.</summary>
    /// <exception cref="StoreException">One could not be sealed.</exception>
    public static async Task<int> SealAsync(ICommitLog log, CancellationToken cancellationToken)
    {
        var seals = 0;
        foreach (var name in await log.CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            seals += await SealAsync(log, name, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return seals;
    }

    private static async Task<bool> SealAsync(ICommitLog log, string collection, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var head = await log.HeadAsync(collection, cancellationToken).ConfigureAwait(false);
            if (head.Revision == 0 || head.Sealed)
            {
                return head.Sealed;
            }

            if (await log.SealAsync(collection, head, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }
        }

        throw new StoreException($"The collection {collection} could not be sealed: it was written to {AttemptsMax} times meanwhile.");
    }
}
