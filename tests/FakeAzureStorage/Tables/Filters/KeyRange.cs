namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

/// <summary>A block of keys, both ends included, that a query need not look beyond. A null end is open.</summary>
internal sealed record KeyRange(string? PartitionFrom, string? PartitionTo, string? RowFrom, string? RowTo)
{
    public static KeyRange All { get; } = new(null, null, null, null);

    /// <summary>The one partition it lies in, if it is one.</summary>
    public string? Partition => PartitionFrom is not null && PartitionFrom == PartitionTo ? PartitionFrom : null;

    public static KeyRange OfPartition(ComparisonOperator comparison, string key)
    {
        var (from, to) = Ends(comparison, key);
        return All with { PartitionFrom = from, PartitionTo = to };
    }

    public static KeyRange OfRow(ComparisonOperator comparison, string key)
    {
        var (from, to) = Ends(comparison, key);
        return All with { RowFrom = from, RowTo = to };
    }

    public KeyRange Intersect(KeyRange other) => new(
        Last(PartitionFrom, other.PartitionFrom), First(PartitionTo, other.PartitionTo), Last(RowFrom, other.RowFrom), First(RowTo, other.RowTo));

    private static (string? From, string? To) Ends(ComparisonOperator comparison, string key) => comparison switch
    {
        ComparisonOperator.Equal => (key, key),
        ComparisonOperator.GreaterThan or ComparisonOperator.GreaterThanOrEqual => (key, null),
        ComparisonOperator.LessThan or ComparisonOperator.LessThanOrEqual => (null, key),
        _ => (null, null),
    };

    private static string? Last(string? left, string? right) =>
        left is null ? right : right is null || string.CompareOrdinal(left, right) >= 0 ? left : right;

    private static string? First(string? left, string? right) =>
        left is null ? right : right is null || string.CompareOrdinal(left, right) <= 0 ? left : right;
}
