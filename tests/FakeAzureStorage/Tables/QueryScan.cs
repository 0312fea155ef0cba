using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Tables.Operations;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables;

/// <summary>Runs a query until its page is full, its time is up, or its range ends.</summary>
internal static class QueryScan
{
    /// <param name="matchesMax">Fewer rows than the limit, if a fault says so; 0 gives an empty page.</param>
    public static QueryPage Run(EntityTable table, QueryEntities query, StorageLimits limits, StorageLatency latency, int? matchesMax)
    {
        var range = query.Range;
        var pageMax = Math.Min(matchesMax ?? int.MaxValue, Math.Min(query.Top ?? int.MaxValue, limits.PageRowsMax));
        var scannedMax = latency.RowScanned > TimeSpan.Zero ? limits.QueryTimeMax.Ticks / latency.RowScanned.Ticks : long.MaxValue;
        var found = new List<Entity>();
        var scanned = 0;
        foreach (var row in Rows(table, query))
        {
            if (range.PartitionTo is { } last && string.CompareOrdinal(row.PartitionKey, last) > 0)
            {
                break;
            }

            if (found.Count >= pageMax || scanned >= scannedMax)
            {
                return new(found, new(row.PartitionKey, row.RowKey), scanned);
            }

            scanned++;
            if (query.Filter is null || query.Filter.Matches(row))
            {
                found.Add(row);
            }
        }

        return new(found, null, scanned);
    }

    /// <summary>The rows from the query's start, within the row keys of its range.</summary>
    private static IEnumerable<Entity> Rows(EntityTable table, QueryEntities query)
    {
        var range = query.Range;
        var start = Later(query.From?.PartitionKey, range.PartitionFrom);
        for (var index = start is null ? 0 : table.FirstFrom(start); index < table.Partitions.Count; index++)
        {
            var partition = table.Partitions[index];
            var from = partition.Key == query.From?.PartitionKey ? Later(query.From.RowKey, range.RowFrom) : range.RowFrom;
            for (var row = from is null ? 0 : partition.FirstFrom(from); row < partition.Count; row++)
            {
                if (range.RowTo is { } last && string.CompareOrdinal(partition[row].RowKey, last) > 0)
                {
                    break;
                }

                yield return partition[row];
            }
        }
    }

    private static string? Later(string? left, string? right) =>
        left is null ? right : right is null || string.CompareOrdinal(left, right) >= 0 ? left : right;
}
