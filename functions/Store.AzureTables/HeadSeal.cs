using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Seals a head, so that no row is ever appended behind it.</summary>
internal sealed class HeadSeal(StorageAccount account)
{
    /// <summary>Most attempts; a further one means that the head was touched in between.</summary>
    private const int AttemptsMax = 10;

    /// <summary>Answers whether the head is sealed now and still the one expected.</summary>
    /// <remarks>Sealing twice is sealing once, so it may be sent again: a seal that landed unheard is found at the next attempt.</remarks>
    public async Task<bool> SealAsync(string partition, LogHead expected, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < AttemptsMax; attempt++)
        {
            var answer = await account.Table.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
            var head = answer.HasValue ? HeadEntity.Read(answer.Value!) : LogHead.None;
            if (head.Commit != expected.Commit || head.Sealed)
            {
                return head.Commit == expected.Commit;
            }

            try
            {
                var @sealed = HeadEntity.Write(partition, head with { Sealed = true });
                await (answer.HasValue
                    ? account.Table.UpdateEntityAsync(@sealed, answer.Value!.ETag, TableUpdateMode.Replace, cancellationToken)
                    : account.Table.AddEntityAsync(@sealed, cancellationToken)).ConfigureAwait(false);
                return true;
            }
            catch (RequestFailedException fault) when (fault.Status is 409 or 412)
            {
            }
        }

        throw new StoreException($"The head of {partition} could not be sealed in {AttemptsMax} attempts: it was touched each time.");
    }
}
