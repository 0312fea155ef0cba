using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Engine;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Writes all that a store holds to one file that any store can be restored from: every collection at the same hybrid time, while it is being written to.</summary>
public static class StoreBackup
{
    /// <summary>Writes the file.</summary>
    /// <param name="log">The store's log; nothing is written to it.</param>
    /// <param name="file">The file, empty.</param>
    /// <param name="cipher">The store's; documents that are encrypted there are encrypted in the file. Null where there is none.</param>
    /// <param name="cancellationToken">Gives up. The file is then not whole, and no restore takes it.</param>
    /// <exception cref="StoreException">The store cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<BackupSummary> SaveAsync(ICommitLog log, Stream file, IDocumentCipher? cipher, CancellationToken cancellationToken)
    {
        var cut = await BackupCut.TakeAsync(log, cancellationToken).ConfigureAwait(false);
        var states = new BackupState(log, cut, cipher);
        var writer = new BackupWriter(file);
        await writer.BeginAsync(cancellationToken).ConfigureAwait(false);
        var (collections, objects, newest) = (0, 0L, 0L);
        foreach (var name in cut.Heads.Keys.Where(name => name != RestoreMark.Collection).Order(StringComparer.Ordinal))
        {
            if (await states.ReadAsync(name, cancellationToken).ConfigureAwait(false) is not var (root, time))
            {
                continue;
            }

            await writer.CollectionAsync(new BackupCollection(name, root.Revision, root.Digest, time, root.Count), root.Range("").Select(new DocumentSeals(name, cipher).Seal), cancellationToken).ConfigureAwait(false);
            (collections, objects, newest) = (collections + 1, objects + root.Count, Math.Max(newest, time));
        }

        await writer.EndAsync(collections, newest, cancellationToken).ConfigureAwait(false);
        return new BackupSummary(collections, objects, HybridClock.ToWall(newest));
    }
}
