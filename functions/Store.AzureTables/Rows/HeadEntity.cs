using Azure.Data.Tables;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>A collection's head as the row <c>h</c> of its partition.</summary>
internal static class HeadEntity
{
    public const string Revision = "revision";
    private const string Commit = "commit";
    private const string Digest = "digest";
    private const string Format = "format";

    /// <summary>The head that the log has once this commit is its last.</summary>
    public static TableEntity Write(string partition, CommitRow row) => new(partition, RowKey.Head)
    {
        [Revision] = row.LastRevision,
        [Commit] = row.Commit,
        [Digest] = (long)row.Digest,
        [Format] = row.Format,
    };

    /// <exception cref="StoreException">The row lacks what every head has.</exception>
    public static LogHead Read(TableEntity entity) =>
        entity.GetInt64(Revision) is { } revision && entity.GetGuid(Commit) is { } commit && entity.GetInt64(Digest) is { } digest
            ? new LogHead(revision, commit, (ulong)digest, entity.GetInt32(Format) ?? 0)
            : throw new StoreException($"The head of {entity.PartitionKey} is damaged: it lacks a property that every head has.");
}
