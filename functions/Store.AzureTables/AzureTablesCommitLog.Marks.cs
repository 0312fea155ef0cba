using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <content>What the contract has and this log has not yet.</content>
internal sealed partial class AzureTablesCommitLog
{
    public ValueTask<bool> SealAsync(string collection, LogHead expected, CancellationToken cancellationToken) => throw Missing();

    public ValueTask RegisterAsync(string collection, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public ValueTask<IReadOnlyList<string>> CollectionsAsync(CancellationToken cancellationToken) => throw Missing();

    public ValueTask PutBlobAsync(string collection, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<ReadOnlyMemory<byte>?> GetBlobAsync(string collection, string name, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IReadOnlyList<string>> BlobsAsync(string collection, CancellationToken cancellationToken) => throw Missing();

    public ValueTask DeleteBlobAsync(string collection, string name, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<long> PublishedAsync(string collection, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<bool> MovePublishedAsync(string collection, long from, long to, CancellationToken cancellationToken) => throw Missing();

    public ValueTask MarkDirtyAsync(string collection, CancellationToken cancellationToken) => throw Missing();

    public ValueTask<IReadOnlyList<DirtyMark>> DirtyMarksAsync(CancellationToken cancellationToken) => throw Missing();

    public ValueTask ClearDirtyAsync(DirtyMark mark, CancellationToken cancellationToken) => throw Missing();

    private static NotSupportedException Missing() => new("This log does not keep such things yet.");
}
