using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Tests;

/// <summary>A log whose process dies: after some writes none arrives any more.</summary>
internal sealed class DyingLog(ICommitLog inner, int writes) : ICommitLog
{
    public const string Message = "the process is dead";

    private int _left = writes;

    public bool IsSoleWriter => inner.IsSoleWriter;

    public int PayloadBytesMax => inner.PayloadBytesMax;

    public ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken) =>
        --_left < 0 ? ValueTask.FromResult<AppendOutcome>(new AppendOutcome.Rejected(Message)) : inner.AppendAsync(collection, expected, row, cancellationToken);

    public ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken) => inner.TailAsync(collection, afterRevision, cancellationToken);

    public ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken) => Living(() => inner.SealAsync(collection, expected, cancellationToken));

    public ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken) =>
        Living(() => inner.CompactAsync(collection, throughRevision, beforeTime, cancellationToken));

    public ValueTask RegisterAsync(string collection, CancellationToken cancellationToken) => Living(() => inner.RegisterAsync(collection, cancellationToken));

    public ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) => inner.CollectionsAsync(cancellationToken);

    public ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken) => inner.SnapshotsAsync(collection, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken) =>
        inner.ReadSnapshotAsync(collection, entry, cancellationToken);

    public ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken) =>
        Living(() => inner.SaveSnapshotAsync(collection, snapshot, cancellationToken));

    public ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Living(() => inner.PutBlobAsync(collection, name, content, cancellationToken));

    public ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken) => inner.GetBlobAsync(collection, name, cancellationToken);

    public ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken) => inner.BlobsAsync(collection, cancellationToken);

    public ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken) => Living(() => inner.DeleteBlobAsync(collection, name, cancellationToken));

    public ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken) => inner.PublishedAsync(collection, cancellationToken);

    public ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken) =>
        Living(() => inner.MovePublishedAsync(collection, from, to, cancellationToken));

    public ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken) => Living(() => inner.MarkDirtyAsync(collection, cancellationToken));

    public ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken) => inner.DirtyMarksAsync(cancellationToken);

    public ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken) => Living(() => inner.ClearDirtyAsync(mark, cancellationToken));

    private T Living<T>(Func<T> write) => --_left < 0 ? throw new StoreException(Message) : write();
}
