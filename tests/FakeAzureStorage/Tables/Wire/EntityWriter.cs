using System.Text.Json;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>Writes entities as <c>application/json;odata=minimalmetadata</c>.</summary>
internal static class EntityWriter
{
    public static void Write(Utf8JsonWriter writer, Entity entity, IReadOnlySet<string>? select, string? metadata = null)
    {
        writer.WriteStartObject();
        if (metadata is not null)
        {
            writer.WriteString("odata.metadata", metadata);
        }

        writer.WriteString("odata.etag", entity.ETag);
        WriteSystem("PartitionKey", entity.PartitionKey);
        WriteSystem("RowKey", entity.RowKey);
        WriteSystem("Timestamp", entity.TimestampText);
        foreach (var property in entity.Properties)
        {
            if (select is null || select.Contains(property.Name))
            {
                WriteProperty(writer, property);
            }
        }

        writer.WriteEndObject();

        void WriteSystem(string name, string value)
        {
            if (select is null || select.Contains(name))
            {
                writer.WriteString(name, value);
            }
        }
    }

    private static void WriteProperty(Utf8JsonWriter writer, EntityProperty property)
    {
        if (property.Annotation is { } type)
        {
            writer.WriteString($"{property.Name}@odata.type", type);
        }

        writer.WritePropertyName(property.Name);
        writer.WriteRawValue(property.NeedsPoint ? [.. property.Json.Span, .. ".0"u8] : property.Json.Span, skipInputValidation: true);
    }
}
