using Azure.Data.Tables;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Rows;

/// <summary>A commit as a row of its collection's partition.</summary>
internal static class CommitEntity
{
    public const string Last = "last";
    public const string Time = "time";
    private const string Commit = "commit";
    private const string Digest = "digest";
    private const string Format = "format";

    public static TableEntity Write(string partition, CommitRow row)
    {
        var entity = new TableEntity(partition, RowKey.Commit(row.FirstRevision))
        {
            [Last] = row.LastRevision,
            [Commit] = row.Commit,
            [Time] = row.Time,
            [Digest] = (long)row.Digest,
            [Format] = row.Format,
        };
        Payload.Write(entity, row.Payload);
        return entity;
    }

    /// <exception cref="StoreException">The row lacks what every row has.</exception>
    public static CommitRow Read(TableEntity entity, long firstRevision) =>
        entity.GetInt64(Last) is { } last && entity.GetGuid(Commit) is { } commit && entity.GetInt64(Time) is { } time
            && entity.GetInt64(Digest) is { } digest && entity.GetInt32(Format) is { } format
            ? new CommitRow(firstRevision, last, commit, time, (ulong)digest, format, Payload.Read(entity))
            : throw new StoreException($"The row {entity.RowKey} of {entity.PartitionKey} is damaged: it lacks a property that every commit has.");
}
