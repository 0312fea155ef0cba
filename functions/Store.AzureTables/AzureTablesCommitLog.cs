using Azure;
using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.AzureTables.Snapshots;
using CloudOrchestrator.Store.CommitLog;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>The commit log on Azure Table Storage: a table for the cluster, a partition for each collection, a row for each commit.</summary>
internal sealed partial class AzureTablesCommitLog(StorageAccount account, TimeProvider time, ILogger<AzureTablesCommitLog> logger) : ICommitLog
{
    private readonly KnownHeads _heads = new();
    private readonly SnapshotList _snapshots = new(account);
    private readonly SnapshotBlobs _blobs = new(account);

    public bool IsSoleWriter => false;

    /// <summary>One transaction: the head, if it is still the one expected, and the row.</summary>
    public async ValueTask<AppendOutcome> AppendAsync(string collection, LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        if (row.Payload.Length > Payload.BytesMax)
        {
            return new AppendOutcome.Rejected($"The commit takes {row.Payload.Length} bytes; a row holds {Payload.BytesMax}.");
        }

        var partition = PartitionKey.Of(collection);
        try
        {
            if (await HeadActionAsync(partition, expected, row, cancellationToken).ConfigureAwait(false) is not { } head)
            {
                return new AppendOutcome.HeadMoved();
            }

            var answer = await account.Writing.SubmitTransactionAsync(
                [head, new TableTransactionAction(TableTransactionActionType.Add, CommitEntity.Write(partition, row))], cancellationToken).ConfigureAwait(false);
            if (answer.Value is not [{ Status: 204 } replaced, { Status: 204 }])
            {
                return new AppendOutcome.Unknown("The storage account's answer is cut short.");
            }

            _heads.Note(partition, row.Head, replaced.Headers.ETag);
            return new AppendOutcome.Appended();
        }
        catch (Exception fault)
        {
            // Whatever it was, the request may have been sent and may have been obeyed.
            return AppendFailure.Outcome(fault);
        }
    }

    public async ValueTask<LogTail> TailAsync(string collection, long afterRevision, CancellationToken cancellationToken)
    {
        try
        {
            var query = new TailQuery(account.Reading, PartitionKey.Of(collection));
            var tail = await query.ReadAsync(afterRevision, cancellationToken).ConfigureAwait(false);
            _heads.Note(PartitionKey.Of(collection), tail.Head, query.HeadTag);
            return tail;
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(account.Reading.Uri, fault);
        }
    }

    public async ValueTask<IReadOnlyList<SnapshotEntry>> SnapshotsAsync(string collection, CancellationToken cancellationToken)
    {
        try
        {
            return (await _snapshots.ReadAsync(PartitionKey.Of(collection), cancellationToken).ConfigureAwait(false)).Entries;
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(account.Reading.Uri, fault);
        }
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSnapshotAsync(string collection, SnapshotEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            var payload = await _blobs.LoadAsync(entry, cancellationToken).ConfigureAwait(false);
            if (payload is null)
            {
                Log.SnapshotDamaged(logger, collection, entry.Blob);
            }

            return payload;
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(account.BlobReading.Uri, fault);
        }
    }

    public async ValueTask SaveSnapshotAsync(string collection, StoredSnapshot snapshot, CancellationToken cancellationToken)
    {
        try
        {
            var partition = PartitionKey.Of(collection);
            var entry = await _blobs.SaveAsync(partition, snapshot, cancellationToken).ConfigureAwait(false);
            await _snapshots.AddAsync(partition, entry, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(account.BlobWriting.Uri, fault);
        }
    }

    public async ValueTask CompactAsync(string collection, long throughRevision, long beforeTime, CancellationToken cancellationToken)
    {
        try
        {
            await new Compaction(account, time).RunAsync(PartitionKey.Of(collection), throughRevision, beforeTime, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (StorageFault.Is(fault, cancellationToken))
        {
            throw StorageFault.Of(account.Writing.Uri, fault);
        }
    }

    /// <summary>Puts the head in place of the expected one; null where the head is another already.</summary>
    private async Task<TableTransactionAction?> HeadActionAsync(string partition, LogHead expected, CommitRow row, CancellationToken cancellationToken)
    {
        var head = HeadEntity.Write(partition, row);
        if (expected.Revision == 0)
        {
            return new TableTransactionAction(TableTransactionActionType.Add, head);
        }

        var tag = _heads.Tag(partition, expected) ?? await ReadTagAsync(partition, expected, cancellationToken).ConfigureAwait(false);
        return tag is { } known ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, head, known) : null;
    }

    private async Task<ETag?> ReadTagAsync(string partition, LogHead expected, CancellationToken cancellationToken)
    {
        var answer = await account.Reading.GetEntityIfExistsAsync<TableEntity>(partition, RowKey.Head, cancellationToken: cancellationToken).ConfigureAwait(false);
        return answer.HasValue && HeadEntity.Read(answer.Value!) == expected ? answer.Value!.ETag : null;
    }
}
