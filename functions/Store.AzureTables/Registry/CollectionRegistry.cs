using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;

namespace CloudOrchestrator.Store.AzureTables.Registry;

/// <summary>The rows that say which collections there are.</summary>
internal sealed class CollectionRegistry(StorageAccount account)
{
    private const string Name = "name";

    public Task AddAsync(string collection, CancellationToken cancellationToken) => account.Table.UpsertEntityAsync(
        new TableEntity(RegistryKey.Partition, RegistryKey.Collection(collection)) { [Name] = collection }, TableUpdateMode.Replace, cancellationToken);

    public async Task<IReadOnlyList<string>> ReadAsync(CancellationToken cancellationToken)
    {
        var names = new List<string>();
        var (from, to) = RegistryKey.Collections;
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {RegistryKey.Partition} and RowKey ge {from} and RowKey lt {to}");
        await foreach (var row in account.Table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            names.Add(row.GetString(Name));
        }

        return names;
    }
}
