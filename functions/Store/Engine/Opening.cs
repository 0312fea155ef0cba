using CloudOrchestrator.Store.CommitLog;
using CloudOrchestrator.Store.Encryption;
using CloudOrchestrator.Store.Trees;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Makes this instance's copy of a collection from a snapshot and the rows behind it.</summary>
/// <remarks>(1) The list of snapshots; (2) the newest one's payload and the tail, both at once; (3) where compaction passed in between, again;
/// (4) where the snapshot is bad, the one before.</remarks>
internal sealed class Opening(CollectionDefinition definition, ICommitLog log, HybridClock clock, DocumentSeals seals, TimeProvider time, ILogger logger)
{
    /// <summary>Most times that compaction may pass.</summary>
    private const int AttemptsMax = 5;

    private readonly RowReader _rows = new(definition.Name, log, seals);

    /// <summary>The copy from the newest snapshot on; where a revision is given, from the newest at or before it (or the first row), so that the changes since are at hand.</summary>
    /// <exception cref="StoreException">The log cannot be read, or is damaged.</exception>
    public async Task<Replica> OpenAsync(long? since, CancellationToken cancellationToken)
    {
        var bad = new HashSet<string>();
        for (var attempt = 1; ; attempt++)
        {
            var snapshots = await log.SnapshotsAsync(definition.Name, cancellationToken).ConfigureAwait(false);
            var good = snapshots.Where(entry => !bad.Contains(entry.Blob)).ToList();
            // Rows are deleted behind the second newest: where there is but one, they are all there, unless the store was restored from a backup.
            var usable = good.Find(entry => entry.Revision <= since) ?? (since is not null && snapshots.Count == 1 ? null : good.FirstOrDefault());
            try
            {
                if (await TryOpenAsync(good, usable, cancellationToken).ConfigureAwait(false) is { } replica)
                {
                    return replica;
                }

                if (since is not null)
                {
                    // The rows behind that snapshot are gone: whoever asks for those changes is told so by what is left.
                    since = null;
                    continue;
                }

                if (attempt >= AttemptsMax)
                {
                    throw new StoreException(bad.Count == 0
                        ? $"The collection {definition.Name} has a gap behind revision {usable?.Revision ?? 0}."
                        : $"The collection {definition.Name} is damaged: its snapshots at revisions {string.Join(", ", snapshots.Where(entry => bad.Contains(entry.Blob)).Select(entry => entry.Revision))} cannot be used, and the rows before them are gone.");
                }
            }
            catch (BadSnapshotException fault)
            {
                Log.SnapshotBad(logger, definition.Name, usable!.Revision, fault);
                bad.Add(usable.Blob);
            }
        }
    }

    /// <summary>The changes from a snapshot at or before a revision to the oldest that a copy has, and the revision that they begin behind; null where
    /// none is left.</summary>
    /// <remarks>Rows go once two newer snapshots are listed. Where rows are missing and other snapshots are listed by now, they went while they were read, and
    /// one of the new snapshots may serve.</remarks>
    public async Task<(long Start, IReadOnlyList<HistoryEntry> Entries)?> ReadBackAsync(long revision, Replica replica, CancellationToken cancellationToken)
    {
        IReadOnlyList<SnapshotEntry>? tried = null;
        for (var attempt = 1; attempt <= AttemptsMax; attempt++)
        {
            var snapshots = await log.SnapshotsAsync(definition.Name, cancellationToken).ConfigureAwait(false);
            if (tried is not null && snapshots.SequenceEqual(tried))
            {
                break;
            }

            foreach (var entry in snapshots.Where(entry => entry.Revision <= revision).Append(null))
            {
                if (await TryReadBackAsync(entry, replica, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }

            tried = snapshots;
        }

        return null;
    }

    private async Task<(long Start, IReadOnlyList<HistoryEntry> Entries)?> TryReadBackAsync(SnapshotEntry? entry, Replica replica, CancellationToken cancellationToken)
    {
        try
        {
            var tail = log.TailAsync(definition.Name, entry?.Revision ?? 0, cancellationToken);
            var (root, _) = await LoadAsync(entry, cancellationToken).ConfigureAwait(false);
            var rows = (await tail.ConfigureAwait(false)).Rows;
            return rows.Count == 0 || rows[0].FirstRevision == root.Revision + 1
                ? (root.Revision, await EntriesAsync(root, rows, replica, cancellationToken).ConfigureAwait(false))
                : null;
        }
        catch (BadSnapshotException fault)
        {
            Log.SnapshotBad(logger, definition.Name, entry!.Revision, fault);
            return null;
        }
    }

    private async Task<List<HistoryEntry>> EntriesAsync(CollectionRoot root, IReadOnlyList<CommitRow> rows, Replica replica, CancellationToken cancellationToken)
    {
        var entries = new List<HistoryEntry>();
        var now = time.GetUtcNow();
        foreach (var row in rows.TakeWhile(row => row.LastRevision <= replica.History.OldestRevision))
        {
            (root, var changes) = Replay.Row(definition, root, row, await _rows.ReadAsync(row, cancellationToken).ConfigureAwait(false));
            entries.Add(new HistoryEntry(row.FirstRevision, row.LastRevision, [.. changes.Select(change => OfCopy(change, replica.State.Root))], now));
        }

        return entries;
    }

    /// <summary>The change with the copy's own object where that is still the one it made, so that no document is held twice.</summary>
    private static StoreChange OfCopy(StoreChange change, CollectionRoot current) =>
        change.After is { } after && current.Find(after.Key) is { } held && held.Revision == after.Revision ? change with { After = held } : change;

    private async Task<Replica?> TryOpenAsync(IReadOnlyList<SnapshotEntry> snapshots, SnapshotEntry? start, CancellationToken cancellationToken)
    {
        var tailing = log.TailAsync(definition.Name, start?.Revision ?? 0, cancellationToken).AsTask();
        (CollectionRoot Root, long CompactedThrough) loaded;
        try
        {
            loaded = await LoadAsync(start, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await ((Task)tailing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        var tail = await tailing.ConfigureAwait(false);
        if (tail.Head.Format > Replay.FormatMax)
        {
            throw new StoreException($"The collection {definition.Name} is of row format {tail.Head.Format}; this version reads up to {Replay.FormatMax}.");
        }

        if (tail.Rows.Count > 0 ? tail.Rows[0].FirstRevision != loaded.Root.Revision + 1 : tail.Head.Revision != loaded.Root.Revision)
        {
            return null;
        }

        if (start is not null && tail.Rows.Count == 0 && tail.Head.Digest != start.Digest)
        {
            throw new BadSnapshotException($"Its digest is {start.Digest:x16}, the head's is {tail.Head.Digest:x16}.", null);
        }

        var first = start is null ? LogHead.None : new LogHead(start.Revision, tail.Rows.Count > 0 ? Guid.Empty : tail.Head.Commit, start.Digest, tail.Head.Format);
        var replica = new Replica(
            definition, new ReplicaState(loaded.Root, first, loaded.CompactedThrough), new SnapshotSchedule(definition.Name, log, seals, time, logger, snapshots), clock, time);
        // Right behind what is compacted lies the compaction itself, which is no change.
        if (start is not null && start.Revision > (loaded.CompactedThrough == 0 ? 0 : loaded.CompactedThrough + 1))
        {
            replica.Marks.Note(new CommitRow(start.Revision, start.Revision, Guid.Empty, start.Time, 0, 0, default), 0);
        }

        foreach (var row in tail.Rows)
        {
            replica.Apply(row, await _rows.ReadAsync(row, cancellationToken).ConfigureAwait(false), isForeign: false);
        }

        if (tail.Head.Sealed)
        {
            replica.Seal();
        }

        return replica;
    }

    private async Task<(CollectionRoot Root, long CompactedThrough)> LoadAsync(SnapshotEntry? entry, CancellationToken cancellationToken)
    {
        if (entry is null)
        {
            return (CollectionRoot.Empty(definition), 0);
        }

        var payload = await log.ReadSnapshotAsync(definition.Name, entry, cancellationToken).ConfigureAwait(false)
            ?? throw new BadSnapshotException("Its bytes are gone, or are not what was written.", null);
        try
        {
            return Replay.Snapshot(definition, entry, payload, seals);
        }
        catch (StoreException fault) when (fault is not CipherException)
        {
            throw new BadSnapshotException(fault.Message, fault);
        }
    }
}
