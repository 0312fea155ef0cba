using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Snapshots;

/// <summary>The row <c>s</c>: a collection's newest snapshots, in one property.</summary>
/// <param name="Entries">Newest first.</param>
/// <param name="Tag">The row's tag; null if there is no such row.</param>
internal sealed record SnapshotRow(IReadOnlyList<SnapshotEntry> Entries, ETag? Tag)
{
    /// <summary>Snapshots listed.</summary>
    public const int EntriesMax = 3;

    private const string Property = "snapshots";

    public static SnapshotRow None { get; } = new([], null);

    /// <exception cref="StoreException">The row is not as it was written.</exception>
    public static SnapshotRow Read(TableEntity entity)
    {
        try
        {
            return new SnapshotRow(JsonSerializer.Deserialize<List<SnapshotEntry>>(entity.GetString(Property) ?? "[]") ?? [], entity.ETag);
        }
        catch (JsonException fault)
        {
            throw new StoreException($"The list of snapshots of {entity.PartitionKey} is damaged: {fault.Message}", fault);
        }
    }

    public TableEntity Write(string partition) => new(partition, RowKey.Snapshots) { [Property] = JsonSerializer.Serialize(Entries) };

    /// <summary>The list with one more snapshot; the oldest make room.</summary>
    public SnapshotRow With(SnapshotEntry entry) => this with
    {
        Entries = [.. Entries.Where(other => other.Revision != entry.Revision).Append(entry).OrderByDescending(other => other.Revision).Take(EntriesMax)],
    };
}
