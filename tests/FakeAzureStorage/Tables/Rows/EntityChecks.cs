using CloudOrchestrator.FakeAzureStorage.Limits;
using CloudOrchestrator.FakeAzureStorage.Requests;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Rows;

/// <summary>The limits of an entity.</summary>
internal static class EntityChecks
{
    /// <summary>Bytes that every entity takes.</summary>
    private const int EntityOverhead = 4;

    /// <summary>Bytes that every property takes beside its name and value.</summary>
    private const int PropertyOverhead = 8;

    /// <summary>Bytes for the length of a string or a binary.</summary>
    private const int LengthBytes = 4;

    public static StorageError? Objection(string partitionKey, string rowKey, IReadOnlyList<EntityProperty> properties, StorageLimits limits)
    {
        if (KeyObjection(partitionKey, limits) is { } partition)
        {
            return partition;
        }

        if (KeyObjection(rowKey, limits) is { } row)
        {
            return row;
        }

        if (properties.Count > limits.PropertiesMax)
        {
            return TableErrors.TooManyProperties;
        }

        if (properties.Any(property => property.Name.Length > limits.PropertyNameCharactersMax))
        {
            return TableErrors.PropertyNameTooLong;
        }

        // The whole is looked at first: a property of 1 MiB is answered as an entity that is too large.
        if (BytesOf(partitionKey, rowKey, properties) > limits.EntityBytesMax)
        {
            return TableErrors.EntityTooLarge;
        }

        return properties.Any(property => property.Type is EdmType.String or EdmType.Binary && property.ValueBytes > limits.PropertyBytesMax)
            ? TableErrors.PropertyTooLarge
            : null;
    }

    /// <summary>The size that counts against the entity's limit.</summary>
    public static long BytesOf(string partitionKey, string rowKey, IReadOnlyList<EntityProperty> properties) =>
        EntityOverhead + (2L * (partitionKey.Length + rowKey.Length)) + properties.Sum(BytesOf);

    private static long BytesOf(EntityProperty property) =>
        PropertyOverhead + (2 * property.Name.Length) + property.ValueBytes + (property.Type is EdmType.String or EdmType.Binary ? LengthBytes : 0);

    private static StorageError? KeyObjection(string key, StorageLimits limits)
    {
        if (2 * key.Length > limits.KeyBytesMax)
        {
            return TableErrors.KeyTooLarge;
        }

        return key.Any(character => character is '/' or '\\' or '#' or '?' or <= '\u001F' or (>= '\u007F' and <= '\u009F'))
            ? TableErrors.KeyOutOfRange
            : null;
    }
}
