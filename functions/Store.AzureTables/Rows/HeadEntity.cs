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
    private const string Sealed = "sealed";

    public static TableEntity Write(string partition, LogHead head) => new(partition, RowKey.Head)
    {
        [Revision] = head.Revision,
        [Commit] = head.Commit,
        [Digest] = (long)head.Digest,
        [Format] = head.Format,
        [Sealed] = head.Sealed,
    };

    /// <exception cref="StoreException">The row lacks what every head has.</exception>
    public static LogHead Read(TableEntity entity) =>
        entity.GetInt64(Revision) is { } revision && entity.GetGuid(Commit) is { } commit && entity.GetInt64(Digest) is { } digest
            && entity.GetInt32(Format) is { } format && entity.GetBoolean(Sealed) is { } isSealed
            ? new LogHead(revision, commit, (ulong)digest, format, isSealed)
            : throw new StoreException($"The head of {entity.PartitionKey} is damaged: it lacks a property that every head has.");
}
