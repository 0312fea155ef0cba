using CloudOrchestrator.Store.AzureTables.Registry;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.AzureTables.Snapshots;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The commit log on Azure Table Storage: a table for the cluster, a partition for each collection, a row for each commit.</summary>
/// <remarks>Each member finds the partition, lets the class that knows the rows do it, and puts a failed request into words.</remarks>
internal sealed class AzureTablesCommitLog(StorageAccount account, TimeProvider time, ILogger<AzureTablesCommitLog> logger) : ICommitLog
{
    private readonly KnownHeads _heads = new();
    private readonly SnapshotList _snapshots = new(account);
    private readonly SnapshotBlobs _snapshotBlobs = new(account);
    private readonly SpilledBlobs _spilled = new(account);
    private readonly PublishedRow _published = new(account);
    private readonly CollectionRegistry _registry = new(account);
    private readonly DirtyMarks _marks = new(account);

    public bool IsSoleWriter => false;

    public int PayloadBytesMax => Payload.BytesMax;

    public int RowsPerRequest => TailQuery.PageRowsMax;

    public async ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken) =>
        await new Append(account, _heads, PartitionKey.Of(collection)).SendAsync(expected, row, cancellationToken).ConfigureAwait(false);

    public ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken) =>
        Table(() => new TailQuery(account.Table, _heads, PartitionKey.Of(collection)).ReadAsync(afterRevision, cancellationToken), cancellationToken);

    public ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken) =>
        Table(() => new HeadSeal(account).SealAsync(PartitionKey.Of(collection), expected, cancellationToken), cancellationToken);

    public ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken) =>
        Table(() => new Compaction(account, time).RunAsync(PartitionKey.Of(collection), throughRevision, beforeTime, cancellationToken), cancellationToken);

    public ValueTask RegisterAsync(string collection, CancellationToken cancellationToken) =>
        Table(() => _registry.AddAsync(collection, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) =>
        Table(() => _registry.ReadAsync(cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken) =>
        Table(async () => (await _snapshots.ReadAsync(PartitionKey.Of(collection), cancellationToken).ConfigureAwait(false)).Entries, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken)
    {
        var payload = await Blobs(() => _snapshotBlobs.LoadAsync(entry, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (payload is null)
        {
            Log.SnapshotDamaged(logger, collection, entry.Blob);
        }

        return payload;
    }

    public async ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        var partition = PartitionKey.Of(collection);
        var entry = await Blobs(() => _snapshotBlobs.SaveAsync(partition, snapshot, cancellationToken), cancellationToken).ConfigureAwait(false);
        await Table(() => _snapshots.AddAsync(partition, entry, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    public ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Blobs(() => _spilled.PutAsync(PartitionKey.Of(collection), name, content, cancellationToken), cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        Blobs(() => _spilled.GetAsync(PartitionKey.Of(collection), name, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken) =>
        Blobs(() => _spilled.ListAsync(PartitionKey.Of(collection), cancellationToken), cancellationToken);

    public ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken) =>
        Blobs(() => _spilled.DeleteAsync(PartitionKey.Of(collection), name, cancellationToken), cancellationToken);

    public ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken) =>
        Table(() => _published.ReadAsync(PartitionKey.Of(collection), cancellationToken), cancellationToken);

    public ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken) =>
        Table(() => _published.MoveAsync(PartitionKey.Of(collection), from, to, cancellationToken), cancellationToken);

    public ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken) =>
        Table(() => _marks.SetAsync(collection, cancellationToken), cancellationToken);

    public ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken) =>
        Table(() => _marks.ReadAsync(cancellationToken), cancellationToken);

    public ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken) =>
        Table(() => _marks.ClearAsync(mark, cancellationToken), cancellationToken);

    private ValueTask<T> Table<T>(Func<Task<T>> request, CancellationToken cancellationToken) =>
        StorageFault.InWordsAsync(account.Table.Uri, request, cancellationToken);

    private ValueTask Table(Func<Task> request, CancellationToken cancellationToken) =>
        StorageFault.InWordsAsync(account.Table.Uri, request, cancellationToken);

    private ValueTask<T> Blobs<T>(Func<Task<T>> request, CancellationToken cancellationToken) =>
        StorageFault.InWordsAsync(account.Blobs.Uri, request, cancellationToken);

    private ValueTask Blobs(Func<Task> request, CancellationToken cancellationToken) =>
        StorageFault.InWordsAsync(account.Blobs.Uri, request, cancellationToken);
}
