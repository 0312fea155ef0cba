namespace CloudOrchestrator.Store.CommitLog;

/// <summary>A collection's last three snapshots.</summary>
public interface ISnapshots
{
    /// <summary>The snapshots listed, newest first, at most three. Their payloads are not read.</summary>
    ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken);

    /// <summary>The payload of a listed snapshot; null where it is gone or is not what was written.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken);

    /// <summary>Writes the payload under a fresh name, reads it back and compares, then lists it; all but the newest three leave the list.</summary>
    ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken);
}
