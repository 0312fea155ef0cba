using System.Globalization;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

/// <summary>A property against a constant. An entity without the property does not match.</summary>
internal sealed record ComparisonFilter(string Property, ComparisonOperator Operator, object Value) : Filter
{
    public override KeyRange Range => Value is string text
        ? Property switch
        {
            "PartitionKey" => KeyRange.OfPartition(Operator, text),
            "RowKey" => KeyRange.OfRow(Operator, text),
            _ => KeyRange.All,
        }
        : KeyRange.All;

    public override bool Matches(Entity entity)
    {
        object? actual = Property switch
        {
            "PartitionKey" => entity.PartitionKey,
            "RowKey" => entity.RowKey,
            "Timestamp" => entity.Timestamp,
            _ => entity.Find(Property)?.Value,
        };
        return actual is not null && Order(actual, Value) is { } order && Holds(order);
    }

    private bool Holds(int order) => Operator switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.GreaterThan => order > 0,
        ComparisonOperator.GreaterThanOrEqual => order >= 0,
        ComparisonOperator.LessThan => order < 0,
        _ => order <= 0,
    };

    /// <summary>Null if the two cannot be compared.</summary>
    private static int? Order(object actual, object wanted) => (actual, wanted) switch
    {
        (string left, string right) => string.CompareOrdinal(left, right),
        (bool left, bool right) => left.CompareTo(right),
        (DateTimeOffset left, DateTimeOffset right) => left.CompareTo(right),
        (Guid left, Guid right) => string.CompareOrdinal(left.ToString(), right.ToString()),
        (int or long, int or long) => Convert.ToInt64(actual, CultureInfo.InvariantCulture).CompareTo(Convert.ToInt64(wanted, CultureInfo.InvariantCulture)),
        (int or long or double, int or long or double) =>
            Convert.ToDouble(actual, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(wanted, CultureInfo.InvariantCulture)),
        _ => null,
    };
}
