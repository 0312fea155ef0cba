using CloudOrchestrator.Store.Codecs;
using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Engine;
using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Backups;

/// <summary>Fills an empty store from a backup, with every revision raised: clients that knew the cluster before must find nothing that goes back.</summary>
/// <remarks>(1) The file is read to its end and proven whole; (2) the store notes that a restore was begun, and is not served any more; (3) each collection gets a
/// snapshot, and behind it a commit that compacts all below; (4) the store notes that the restore has ended. Interrupted anywhere it goes on where it was.</remarks>
public sealed class StoreRestore(ICommitLog log, TimeProvider time, ILogger<StoreRestore> logger, IDocumentCipher? cipher = null)
{
    /// <summary>What is added to every revision.</summary>
    public const long RevisionsAdded = 1_000_000_000;

    private readonly RestoreMark _mark = new(log, time);
    private readonly HybridClock _clock = new(time);

    /// <summary>Throws where a restore into a store was begun and has not ended. To be awaited before the store is served.</summary>
    /// <exception cref="StoreException">One was.</exception>
    public static async Task CheckAsync(ICommitLog log, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await new RestoreMark(log, time).ReadAsync(cancellationToken).ConfigureAwait(false) is (_, false))
        {
            throw new StoreException("A restore into this store was begun and has not ended. Run it again with the same backup: it goes on where it was.");
        }
    }

    /// <summary>Restores a backup.</summary>
    /// <param name="open">Opens the file at its beginning; called twice.</param>
    /// <param name="name">What messages call the file.</param>
    /// <param name="cancellationToken">Gives up. The same restore goes on where it was.</param>
    /// <exception cref="StoreException">The file is no whole backup, or the store holds something else already; then nothing was written.</exception>
    public async Task<BackupSummary> RestoreAsync(Func<Stream> open, string name, CancellationToken cancellationToken)
    {
        var (fileHash, summary, newest) = await ProveAsync(open, name, cancellationToken).ConfigureAwait(false);
        if (await IsDoneAsync(fileHash, cancellationToken).ConfigureAwait(false))
        {
            return summary with { WasDone = true };
        }

        _clock.Observe(newest);
        await _mark.BeginAsync(fileHash, cancellationToken).ConfigureAwait(false);
        await using var file = open();
        await foreach (var (collection, objects) in new BackupReader(file, name, cipher).CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            await FillAsync(collection, objects, cancellationToken).ConfigureAwait(false);
        }

        await _mark.EndAsync(fileHash, cancellationToken).ConfigureAwait(false);
        return summary;
    }

    private async Task<(string FileHash, BackupSummary Summary, long Newest)> ProveAsync(Func<Stream> open, string name, CancellationToken cancellationToken)
    {
        await using var file = open();
        var reader = new BackupReader(file, name, cipher);
        var (collections, count) = (0, 0L);
        await foreach (var (collection, objects) in reader.CollectionsAsync(cancellationToken).ConfigureAwait(false))
        {
            var root = CollectionRoot.Of(new CollectionDefinition(collection.Name, []), collection.Revision, objects);
            if (root.Digest != collection.Digest || root.Count != collection.Count)
            {
                throw new StoreException($"{name}: the backup's collection {collection.Name} is not what was backed up: its digest is {root.Digest:x16}, not {collection.Digest:x16}. Nothing of it was restored.");
            }

            (collections, count) = (collections + 1, count + objects.Count);
        }

        return (reader.FileHash!, new BackupSummary(collections, count, HybridClock.ToWall(reader.Time)), reader.Time);
    }

    /// <summary>Whether this backup was restored before.</summary>
    /// <exception cref="StoreException">The store holds something else.</exception>
    private async Task<bool> IsDoneAsync(string fileHash, CancellationToken cancellationToken)
    {
        switch (await _mark.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            case var (begun, isDone) when begun == fileHash:
                return isDone;
            case (_, false):
                throw new StoreException("A restore of another backup into this store was begun and has not ended. End it, or restore into an empty store.");
        }

        var there = (await log.CollectionsAsync(cancellationToken).ConfigureAwait(false)).Where(name => name != RestoreMark.Collection).ToList();
        return there.Count == 0
            ? false
            : throw new StoreException($"The store holds a cluster already, with {there.Count} collections such as {there[0]}. A backup is restored into an empty store.");
    }

    private async Task FillAsync(BackupCollection collection, List<StoredObject> objects, CancellationToken cancellationToken)
    {
        var revision = collection.Revision + RevisionsAdded;
        if ((await log.HeadAsync(collection.Name, cancellationToken).ConfigureAwait(false)).Revision > revision)
        {
            // Filled before the interruption.
            return;
        }

        var root = CollectionRoot.Of(
            new CollectionDefinition(collection.Name, []),
            revision,
            [.. objects.Select(item => new StoredObject(item.Key, item.Revision + RevisionsAdded, item.Document))]);
        var seals = new DocumentSeals(collection.Name, cipher);
        await log.RegisterAsync(collection.Name, cancellationToken).ConfigureAwait(false);
        await log.SaveSnapshotAsync(
            collection.Name, new StoredSnapshot(revision, _clock.Next(), root.Digest, SnapshotEncoding.Encode(root, revision, seals)), cancellationToken).ConfigureAwait(false);
        var format = seals.Encrypts ? Replay.FormatEncrypted : Replay.FormatPlain;
        var row = new CommitRow(revision + 1, revision + 1, Guid.NewGuid(), _clock.Next(), root.Digest, format, ChangeEncoding.EncodeCompaction(revision));
        var outcome = await new Settling(collection.Name, log, null, time, logger).AppendAsync(LogHead.None, row, () => { }).ConfigureAwait(false);
        if (outcome is not AppendOutcome.Appended)
        {
            throw new StoreException($"The collection {collection.Name} could not be restored: {(outcome is AppendOutcome.Rejected rejected ? rejected.Reason : "somebody else writes to this store")}");
        }

        // What reacts to the cluster looks at everything when it starts; no notice stands for what was before.
        await log.MovePublishedAsync(collection.Name, 0, row.LastRevision, cancellationToken).ConfigureAwait(false);
    }
}
