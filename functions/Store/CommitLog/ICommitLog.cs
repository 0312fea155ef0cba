namespace CloudOrchestrator.Store.CommitLog;

/// <summary>What the engine needs of a storage service: an ordered log for each collection, and a few snapshots. Nothing more.</summary>
/// <remarks>Implementations decide nothing and cache nothing that another process could change.</remarks>
public interface ICommitLog
{
    /// <summary>Whether this process is the only one that can append, so that what it has applied is current without asking.</summary>
    bool IsSoleWriter { get; }

    /// <summary>Appends a row behind the expected head, durably, or does nothing.</summary>
    ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken);

    /// <summary>The rows behind a revision, in order, and the head that they end at.</summary>
    ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken);

    /// <summary>The snapshots kept, newest first, at most three.</summary>
    ValueTask<IReadOnlyList<StoredSnapshot>> SnapshotsAsync(string collection, CancellationToken cancellationToken);

    /// <summary>Keeps a snapshot and drops all but the newest three.</summary>
    ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken);

    /// <summary>Deletes the rows up to a revision that are older than a hybrid time, but never the last row.</summary>
    ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken);
}

/// <summary>The end of a log.</summary>
/// <param name="Rows">The rows asked for, in order.</param>
/// <param name="Head">The head; equal to the last row's where there is one.</param>
/// <param name="OldestRevision">The first revision of the oldest row still kept; 0 when there is none.</param>
public sealed record LogTail(IReadOnlyList<CommitRow> Rows, LogHead Head, long OldestRevision);
