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
    /// <summary>Most rows that the service answers at a time.</summary>
    public const int PageRowsMax = 1000;

    /// <summary>Ranges in a row that may bring nothing, each because a commit or a compaction came between two pages. After more the log is damaged.</summary>
    private const int FruitlessMax = 10;

    private readonly List<CommitRow> _rows = [];

    public async Task<LogTail> ReadAsync(long afterRevision, CancellationToken cancellationToken)
    {
        var fruitless = 0;
        while (true)
        {
            var end = End(afterRevision);
            var head = await ReadRangeAsync(end, cancellationToken).ConfigureAwait(false);

            // A head below what the caller knows is the caller's to judge.
            if (head is not null && (head.Revision == End(afterRevision) || (_rows.Count == 0 && head.Revision < afterRevision)))
            {
                return new LogTail(_rows, head);
            }

            fruitless = head is null || End(afterRevision) == end ? fruitless + 1 : 0;
            if (fruitless == FruitlessMax)
            {
                throw new StoreException(head is null
                    ? $"The log of {partition} is damaged: it has a gap behind revision {End(afterRevision)}."
                    : $"The log of {partition} is damaged: it ends at revision {end}, its head says {head.Revision}.");
            }

            if (head is null)
            {
                _rows.Clear();
            }
        }
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
