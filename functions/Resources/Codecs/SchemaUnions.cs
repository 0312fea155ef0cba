using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Codecs;

/// <summary>Fields that hold a JSON schema or something else, as those of custom resource definitions do.</summary>
internal static class SchemaUnions
{
    /// <summary>Whether a value is what such a field may hold beside a schema.</summary>
    public static bool IsOther(JsonNode value, FieldSchema field) => field.Kind switch
    {
        ValueKind.SchemaOrBool => value.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        ValueKind.SchemaOrList => value is JsonArray list && list.All(one => one is JsonObject),
        ValueKind.SchemaOrStrings => value is JsonArray list && list.All(one => one.Text() is not null),
        _ => false,
    };

    /// <summary>Its canonical form.</summary>
    public static JsonNode Canonical(JsonNode value, Func<JsonNode, JsonNode?> schema) =>
        value is JsonArray list ? new JsonArray([.. list.Select(one => one is JsonObject inner ? schema(inner) : one!.DeepClone())]) : value.DeepClone();

    /// <summary>Reads the message of such a field.</summary>
    public static JsonNode? Read(ReadOnlySpan<byte> message, ValueKind kind, Func<byte[], JsonNode?> schema)
    {
        JsonNode? whole = null;
        var list = new JsonArray();
        var allows = false;
        var reader = new WireReader(message);
        while (reader.TryReadTag(out var number, out var wireType))
        {
            switch ((number, kind))
            {
                case (1, ValueKind.SchemaOrBool):
                    allows = reader.ReadVarint(wireType) != 0;
                    break;
                case (2, ValueKind.SchemaOrBool) or (1, _):
                    whole = schema(reader.ReadBytes(wireType).ToArray());
                    break;
                case (2, ValueKind.SchemaOrList):
                    list.Add(schema(reader.ReadBytes(wireType).ToArray()));
                    break;
                case (2, _):
                    list.Add(System.Text.Encoding.UTF8.GetString(reader.ReadBytes(wireType)));
                    break;
                default:
                    reader.Skip(wireType);
                    break;
            }
        }

        return whole ?? (kind == ValueKind.SchemaOrBool ? JsonValue.Create(allows) : list);
    }
}
