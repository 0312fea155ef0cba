using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;

namespace CloudOrchestrator.Store.AzureTables.Registry;

/// <summary>The row <c>p</c> of a collection: the revision up to which its notices are published.</summary>
internal sealed class PublishedRow(StorageAccount account)
{
    private const string Revision = "revision";

    public async Task<long> ReadAsync(string partition, CancellationToken cancellationToken) =>
        (await FindAsync(partition, cancellationToken).ConfigureAwait(false)).Revision;

    /// <summary>Moves it where it is as the caller read it. Should the answer to a move get lost, it is found moved, which is as good.</summary>
    public async Task<bool> MoveAsync(string partition, long from, long to, CancellationToken cancellationToken)
    {
        var (revision, tag) = await FindAsync(partition, cancellationToken).ConfigureAwait(false);
        if (revision != from)
        {
            return false;
        }

        var row = new TableEntity(partition, RowKey.Published) { [Revision] = to };
        try
        {
            await (tag is { } known
                ? account.Table.UpdateEntityAsync(row, known, TableUpdateMode.Replace, cancellationToken)
                : account.Table.AddEntityAsync(row, cancellationToken)).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException fault) when (fault.Status is 409 or 412)
        {
            return (await FindAsync(partition, cancellationToken).ConfigureAwait(false)).Revision == to;
        }
    }

    private async Task<(long Revision, ETag? Tag)> FindAsync(string partition, CancellationToken cancellationToken)
    {
        var answer = await account.Table.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Published, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue ? (answer.Value!.GetInt64(Revision) ?? 0, answer.Value.ETag) : (0, null);
    }
}
