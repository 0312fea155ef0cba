using System.Text.Json;
using CloudOrchestrator.FakeAzureStorage.Requests;
using CloudOrchestrator.FakeAzureStorage.Tables.Rows;

namespace CloudOrchestrator.FakeAzureStorage.Tables.Wire;

/// <summary>Reads an entity's JSON. Values stay slices of the body, so that nothing is decoded which is only stored.</summary>
internal static class EntityReader
{
    private const string TypeSuffix = "@odata.type";
    private const string MetadataPrefix = "odata.";

    public static IReadOnlyList<EntityProperty> Read(ReadOnlyMemory<byte> body, out string? partitionKey, out string? rowKey)
    {
        partitionKey = rowKey = null;
        try
        {
            var (values, types) = Scan(body);
            partitionKey = TakeKey(values, "PartitionKey");
            rowKey = TakeKey(values, "RowKey");
            values.RemoveAll(value => value.Name == "Timestamp" || value.Token == JsonTokenType.Null);
            return [.. values.Select(value => new EntityProperty(value.Name, TypeOf(value.Token, value.Json, types.GetValueOrDefault(value.Name)), value.Json))];
        }
        catch (Exception exception) when (exception is JsonException or FormatException or InvalidOperationException)
        {
            throw new RefusedException(StorageError.InvalidInput);
        }
    }

    /// <summary>The one string of an object such as <c>{"TableName":"rows"}</c>.</summary>
    public static string ReadString(ReadOnlyMemory<byte> body, string name)
    {
        try
        {
            return TakeKey(Scan(body).Values, name) ?? throw new RefusedException(TableErrors.PropertiesNeedValue);
        }
        catch (JsonException)
        {
            throw new RefusedException(StorageError.InvalidInput);
        }
    }

    private static (List<(string Name, JsonTokenType Token, ReadOnlyMemory<byte> Json)> Values, Dictionary<string, string> Types) Scan(ReadOnlyMemory<byte> body)
    {
        var values = new List<(string, JsonTokenType, ReadOnlyMemory<byte>)>();
        var types = new Dictionary<string, string>();
        var reader = new Utf8JsonReader(body.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                throw new JsonException();
            }

            if (name.EndsWith(TypeSuffix, StringComparison.Ordinal))
            {
                types[name[..^TypeSuffix.Length]] = reader.GetString()!;
            }
            else if (!name.StartsWith(MetadataPrefix, StringComparison.Ordinal))
            {
                var start = (int)reader.TokenStartIndex;
                values.Add((name, reader.TokenType, body[start..(int)reader.BytesConsumed]));
            }
        }

        return (values, types);
    }

    private static string? TakeKey(List<(string Name, JsonTokenType Token, ReadOnlyMemory<byte> Json)> values, string name)
    {
        var index = values.FindIndex(value => value.Name == name);
        if (index < 0 || values[index].Token != JsonTokenType.String)
        {
            return null;
        }

        var key = JsonSerializer.Deserialize<string>(values[index].Json.Span);
        values.RemoveAt(index);
        return key;
    }

    private static EdmType TypeOf(JsonTokenType token, ReadOnlyMemory<byte> json, string? annotation)
    {
        var type = annotation switch
        {
            null => Inferred(token, json.Span),
            _ when annotation.StartsWith("Edm.", StringComparison.Ordinal) && Enum.TryParse<EdmType>(annotation.AsSpan(4), out var named) => named,
            _ => throw new FormatException(),
        };
        var isText = type is EdmType.String or EdmType.Binary or EdmType.DateTime or EdmType.Guid or EdmType.Int64;
        return isText == (token == JsonTokenType.String) || type == EdmType.Double ? type : throw new FormatException();
    }

    private static EdmType Inferred(JsonTokenType token, ReadOnlySpan<byte> json) => token switch
    {
        JsonTokenType.String => EdmType.String,
        JsonTokenType.Number => json.IndexOfAny(".eE"u8) >= 0 ? EdmType.Double : EdmType.Int32,
        _ => EdmType.Boolean,
    };
}
