using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.AzureTables.Snapshots;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Deletes what a collection's log needs no more: old rows, oldest first, then blobs of snapshots that are not listed.</summary>
internal sealed class Compaction(StorageAccount account, TimeProvider time)
{
    /// <summary>Operations of one transaction.</summary>
    /// <value>100, the service's limit.</value>
    private const int OperationsMax = 100;

    /// <summary>An unlisted blob younger than this may be about to be listed.</summary>
    private static readonly TimeSpan BlobAgeMin = TimeSpan.FromHours(1);

    public async Task RunAsync(string partition, long throughRevision, long beforeTime, CancellationToken cancellationToken)
    {
        var head = await HeadRevisionAsync(partition, cancellationToken).ConfigureAwait(false);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {RowKey.Commit(0)} and RowKey le {RowKey.Commit(throughRevision)}");
        var rows = account.Table.QueryAsync<TableEntity>(
            filter, select: ["PartitionKey", "RowKey", CommitEntity.Last, CommitEntity.Time], cancellationToken: cancellationToken);
        var batch = new List<TableTransactionAction>(OperationsMax);
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (!MayGo(row, throughRevision, beforeTime, head))
            {
                break;
            }

            batch.Add(new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All));
            if (batch.Count == OperationsMax && !await DeleteAsync(batch, cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }

        if (batch.Count == 0 || await DeleteAsync(batch, cancellationToken).ConfigureAwait(false))
        {
            await DeleteBlobsAsync(partition, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The last row stays: its revision is the head's.</summary>
    private static bool MayGo(TableEntity row, long throughRevision, long beforeTime, long head) =>
        row.GetInt64(CommitEntity.Last) is { } last && last <= throughRevision && last < head && row.GetInt64(CommitEntity.Time) < beforeTime;

    private async Task<long> HeadRevisionAsync(string partition, CancellationToken cancellationToken)
    {
        var answer = await account.Table.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue ? HeadEntity.Read(answer.Value!).Revision : 0;
    }

    /// <summary>Deletes rows together. Answers false where another instance deletes them too: one is enough.</summary>
    private async Task<bool> DeleteAsync(List<TableTransactionAction> batch, CancellationToken cancellationToken)
    {
        try
        {
            await account.Table.SubmitTransactionAsync(batch, cancellationToken).ConfigureAwait(false);
            batch.Clear();
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status == 404 && fault.ErrorCode != "TableNotFound")
        {
            return false;
        }
    }

    private async Task DeleteBlobsAsync(string partition, CancellationToken cancellationToken)
    {
        var listed = await new SnapshotList(account).ReadAsync(partition, cancellationToken).ConfigureAwait(false);
        var kept = listed.Entries.Select(entry => entry.Blob).ToHashSet();
        var before = time.GetUtcNow() - BlobAgeMin;
        await foreach (var blob in account.Blobs.GetBlobsAsync(new() { Prefix = SnapshotBlobs.Prefix(partition) }, cancellationToken).ConfigureAwait(false))
        {
            if (!kept.Contains(blob.Name) && blob.Properties.CreatedOn < before)
            {
                await account.Blobs.DeleteBlobIfExistsAsync(blob.Name, cancellationToken: cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
