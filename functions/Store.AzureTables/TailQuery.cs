using Azure.Data.Tables;
using CloudOrchestrator.Store.AzureTables.Rows;
using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.AzureTables;

/// <summary>Reads the end of a log: one range from the first commit wanted to the head behind the last.</summary>
/// <remarks>
/// The service answers in pages (1,000 rows or 5 s each, some of them empty), and commits and compaction go on between them. So:
/// (1) rows are taken while each follows the one before; (2) a gap between two pages starts the reading again;
/// (3) rows that end short of the head, which was read after them, are followed by a further range.
/// </remarks>
internal sealed class TailQuery(TableClient table, KnownHeads heads, string partition)
{
    /// <summary>Most ranges that one reading may take. Each further one means a commit or a compaction that came in between.</summary>
    private const int RangesMax = 50;

    private readonly List<CommitRow> _rows = [];

    public async Task<LogTail> ReadAsync(long afterRevision, CancellationToken cancellationToken)
    {
        for (var range = 0; range < RangesMax; range++)
        {
            var head = await ReadRangeAsync(End(afterRevision), cancellationToken).ConfigureAwait(false);
            if (head is null)
            {
                _rows.Clear();
                continue;
            }

            // A head below what the caller knows is the caller's to judge.
            if (head.Revision == End(afterRevision) || (_rows.Count == 0 && head.Revision < afterRevision))
            {
                return new LogTail(_rows, head);
            }
        }

        throw new StoreException($"The log of {partition} could not be read to its end at {End(afterRevision)} in {RangesMax} attempts: its head lies elsewhere.");
    }

    private long End(long afterRevision) => _rows.Count > 0 ? _rows[^1].LastRevision : afterRevision;

    /// <summary>Takes the rows behind a revision and answers the head; null if the rows do not join.</summary>
    private async Task<LogHead?> ReadRangeAsync(long after, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey ge {RowKey.Commit(after + 1)} and RowKey le {RowKey.Head}");
        await foreach (var page in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages().ConfigureAwait(false))
        {
            foreach (var entity in page.Values)
            {
                if (entity.RowKey == RowKey.Head)
                {
                    var head = HeadEntity.Read(entity);
                    heads.Note(partition, head, entity.ETag);
                    return head;
                }

                if (!Take(entity))
                {
                    return null;
                }
            }
        }

        return LogHead.None;
    }

    /// <summary>The first row may leave a gap to what the caller has: then compaction has passed it, which is the caller's to judge.</summary>
    private bool Take(TableEntity entity)
    {
        if (!RowKey.TryCommit(entity.RowKey, out var firstRevision))
        {
            throw new StoreException($"{partition} holds a row {entity.RowKey} that no version of the store writes.");
        }

        if (_rows.Count > 0 && _rows[^1].LastRevision + 1 != firstRevision)
        {
            return false;
        }

        _rows.Add(CommitEntity.Read(entity, firstRevision));
        return true;
    }
}
