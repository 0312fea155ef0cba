using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>One append: the head, if it is still the one expected, and the row, in one transaction that is sent once.</summary>
internal sealed class Append(StorageAccount account, KnownHeads heads, string partition)
{
    public async Task<AppendOutcome> SendAsync(LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        if (row.Payload.Length > Payload.BytesMax)
        {
            return new AppendOutcome.Rejected($"The commit takes {row.Payload.Length} bytes; a row holds {Payload.BytesMax}.");
        }

        try
        {
            return await HeadActionAsync(expected, row, cancellationToken).ConfigureAwait(false) is { } head
                ? await SendAsync(head, row, cancellationToken).ConfigureAwait(false)
                : new AppendOutcome.HeadMoved();
        }
        catch (Exception fault)
        {
            // Whatever it was, the request may have been sent and may have been obeyed.
            return AppendFailure.Outcome(fault);
        }
    }

    private async Task<AppendOutcome> SendAsync(TableTransactionAction head, CommitRow row, CancellationToken cancellationToken)
    {
        var insert = new TableTransactionAction(TableTransactionActionType.Add, CommitEntity.Write(partition, row));
        var answer = await account.TableOnce.SubmitTransactionAsync([head, insert], cancellationToken).ConfigureAwait(false);
        if (answer.Value is not [{ Status: 204 } replaced, { Status: 204 }])
        {
            return new AppendOutcome.Unknown("The storage account's answer is cut short.");
        }

        heads.Note(partition, row.Head, replaced.Headers.ETag);
        return new AppendOutcome.Appended();
    }

    /// <summary>Puts the new head in place of the expected one; null where the head is another already.</summary>
    private async Task<TableTransactionAction?> HeadActionAsync(LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        var head = HeadEntity.Write(partition, row.Head);
        if (expected.Revision == 0)
        {
            return new TableTransactionAction(TableTransactionActionType.Add, head);
        }

        var tag = heads.Tag(partition, expected) ?? await ReadTagAsync(expected, cancellationToken).ConfigureAwait(false);
        return tag is { } known ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, known) : null;
    }

    private async Task<ETag?> ReadTagAsync(LogHead expected, CancellationToken cancellationToken)
    {
        var answer = await account.Table.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue && HeadEntity.Read(answer.Value!) is { Sealed: false } head && head.Commit == expected.Commit ? answer.Value!.ETag : null;
    }
}
