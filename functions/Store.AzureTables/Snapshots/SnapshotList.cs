using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Snapshots;

/// <summary>The row <c>s</c> of a collection, which says what snapshots there are.</summary>
internal sealed class SnapshotList(StorageAccount account)
{
    /// <summary>Most attempts to add to a list that others add to as well.</summary>
    private const int AttemptsMax = 10;

    public async Task<SnapshotRow> ReadAsync(string partition, CancellationToken cancellationToken)
    {
        var answer = await account.Table.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Snapshots, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue ? SnapshotRow.Read(answer.Value!) : SnapshotRow.None;
    }

    /// <summary>Adds a snapshot. A lost answer does no harm: the entry is then found in the list at the next attempt.</summary>
    /// <exception cref="StoreException">Others were faster too often.</exception>
    public async Task AddAsync(string partition, SnapshotEntry entry, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var before = await ReadAsync(partition, cancellationToken).ConfigureAwait(false);
            try
            {
                await WriteAsync(partition, before.With(entry), cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412)
            {
            }
        }

        throw new StoreException($"The snapshot {entry.Blob} could not be listed in {AttemptsMax} attempts.");
    }

    private Task WriteAsync(string partition, SnapshotRow row, CancellationToken cancellationToken) =>
        row.Tag is { } tag
            ? account.Table.UpdateEntityAsync(row.Write(partition), tag, TableUpdateMode.Replace, cancellationToken)
            : account.Table.AddEntityAsync(row.Write(partition), cancellationToken);
}
