namespace CloudOrchestrator.Store.CommitLog;

/// <summary>What the engine needs of a storage service: an ordered log for each collection, and the few things beside it.</summary>
/// <remarks>Implementations decide nothing and cache nothing that another process could change. A call that fails for good throws a
/// <see cref="StoreException"/> that says where and why; all but an append may be sent again.</remarks>
public interface ICommitLog : ISnapshots, ISpilledDocuments, IPublishMarks
{
    /// <summary>Whether this process is the only one that can append, so that what it has applied is current without asking.</summary>
    bool IsSoleWriter { get; }

    /// <summary>Most bytes of a row's payload.</summary>
    int PayloadBytesMax => CommitBytes.CommitMax;

    /// <summary>Most rows that one request for a tail brings: a longer tail opens in more of them.</summary>
    int RowsPerRequest => int.MaxValue;

    /// <summary>Appends a row behind the expected head, durably, or does nothing. Never sends twice by itself.</summary>
    ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken);

    /// <summary>The rows behind a revision, in order and without a gap between them, and the head that they end at. One range read of a service.</summary>
    /// <remarks>The first row may leave a gap to what the caller has: then compaction has passed it. Without rows, the head may lie
    /// elsewhere than the caller thinks. Both are the caller's to judge.</remarks>
    ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken);

    /// <summary>Seals the expected head: no row is ever appended behind it again. Answers whether it is sealed now, at exactly that revision.</summary>
    ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken);

    /// <summary>Deletes the rows up to a revision that are older than a hybrid time, oldest first, but never the last row; then the payloads of
    /// snapshots that are not listed and not about to be.</summary>
    ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken);

    /// <summary>Notes that there is such a collection, for ever. Waited for before a collection's first append.</summary>
    ValueTask RegisterAsync(string collection, CancellationToken cancellationToken);

    /// <summary>The names of all collections that were registered.</summary>
    ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken);
}
