using System.Globalization;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>An entity at one version.</summary>
internal sealed record Entity(string PartitionKey, string RowKey, DateTimeOffset Timestamp, IReadOnlyList<EntityProperty> Properties)
{
    /// <summary>As the service writes it.</summary>
    public string TimestampText { get; } = Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public string ETag => $"W/\"datetime'{TimestampText.Replace(":", "%3A", StringComparison.Ordinal)}'\"";

    public EntityProperty? Find(string name)
    {
        foreach (var property in Properties)
        {
            if (property.Name == name)
            {
                return property;
            }
        }

        return null;
    }
}
