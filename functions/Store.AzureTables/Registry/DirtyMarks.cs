using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables.Registry;

/// <summary>The rows that say which collections may have commits to publish. Their ages are by the service's clock at both ends.</summary>
internal sealed class DirtyMarks(StorageAccount account)
{
    private const string Name = "name";

    public Task SetAsync(string collection, CancellationToken cancellationToken) => account.Table.UpsertEntityAsync(
        new TableEntity(RegistryKey.Partition, RegistryKey.Mark(collection)) { [Name] = collection }, TableUpdateMode.Replace, cancellationToken);

    public async Task<IReadOnlyList<DirtyMark>> ReadAsync(CancellationToken cancellationToken)
    {
        var marks = new List<DirtyMark>();
        var (from, to) = RegistryKey.Marks;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RegistryKey.Partition} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var page in account.Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages().ConfigureAwait(false))
        {
            foreach (var row in page.Values)
            {
                marks.Add(new DirtyMark(row.GetString(Name), Age(row, page.GetRawResponse()), row.ETag.ToString()));
            }
        }

        return marks;
    }

    /// <summary>A mark that is gone, or was set again, is left as it is.</summary>
    public async Task ClearAsync(DirtyMark mark, CancellationToken cancellationToken)
    {
        try
        {
            await account.Table.DeleteEntityAsync(RegistryKey.Partition, RegistryKey.Mark(mark.Collection), new ETag(mark.Tag), cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException fault) when (fault.Status == 412)
        {
        }
    }

    /// <summary>The answer's date has whole seconds, so an age may be up to one second short of the truth, never beyond it.</summary>
    private static TimeSpan Age(TableEntity row, Response answer)
    {
        var age = (answer.Headers.Date - row.Timestamp) ?? TimeSpan.Zero;
        return age > TimeSpan.Zero ? age : TimeSpan.Zero;
    }
}
