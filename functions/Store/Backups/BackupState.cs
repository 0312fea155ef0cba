using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Trees;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Rebuilds a collection as it is in a cut.</summary>
internal sealed class BackupState(ICommitLog log, BackupCut cut, IDocumentCipher? cipher)
{
    /// <summary>Most times that compaction may pass while a collection is read.</summary>
    private const int AttemptsMax = 3;

    /// <summary>The state, and the hybrid time of its last commit; null where the cut holds no commit of the collection.</summary>
    /// <exception cref="StoreException">It cannot be rebuilt.</exception>
    public async Task<(CollectionRoot Root, long Time)?> ReadAsync(string collection, CancellationToken cancellationToken)
    {
        var definition = new CollectionDefinition(collection, []);
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var snapshots = await log.SnapshotsAsync(collection, cancellationToken).ConfigureAwait(false);
            foreach (var start in snapshots.Where(entry => cut.Holds(collection, entry.Revision, entry.Time)).Append(null))
            {
                if (await FromAsync(definition, start, cancellationToken).ConfigureAwait(false) is var (root, time))
                {
                    return root.Revision == 0 ? null : (root, time);
                }
            }
        }

        throw new StoreException($"The collection {collection} could not be backed up: what it was is compacted already, or its snapshots are damaged. Try again.");
    }

    /// <summary>The state from one snapshot on, or from the beginning; null where that one is of no use.</summary>
    private async Task<(CollectionRoot Root, long Time)?> FromAsync(CollectionDefinition definition, SnapshotEntry? start, CancellationToken cancellationToken)
    {
        var (root, time) = (CollectionRoot.Empty(definition), 0L);
        var seals = new DocumentSeals(definition.Name, cipher);
        if (start is not null)
        {
            if (await log.ReadSnapshotAsync(definition.Name, start, cancellationToken).ConfigureAwait(false) is not { } payload)
            {
                return null;
            }

            try
            {
                (root, time) = (Replay.Snapshot(definition, start, payload, seals).Root, start.Time);
            }
            catch (StoreException fault) when (fault is not CipherException)
            {
                // Damaged; the one before it serves as well.
                return null;
            }
        }

        var tail = await log.TailAsync(definition.Name, root.Revision, cancellationToken).ConfigureAwait(false);
        if (tail.Rows.Count > 0 ? tail.Rows[0].FirstRevision != root.Revision + 1 : tail.Head.Revision != root.Revision)
        {
            return null;
        }

        var rows = new RowReader(definition.Name, log, seals);
        foreach (var row in tail.Rows.TakeWhile(row => cut.Holds(definition.Name, row.LastRevision, row.Time)))
        {
            root = Replay.Row(definition, root, row, await rows.ReadAsync(row, cancellationToken).ConfigureAwait(false)).Root;
            time = row.Time;
        }

        return (root, time);
    }
}
