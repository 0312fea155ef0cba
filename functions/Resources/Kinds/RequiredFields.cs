using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds;

/// <summary>Gives documents the zero values that the Go types write of what was not sent: structs and fields without omitempty.</summary>
internal static class RequiredFields
{
    /// <summary>Fills a document of a kind; its metadata is filled by whoever creates it.</summary>
    public static void Fill(JsonObject document, TypeSchema schema) => Fill(document, schema, "metadata");

    private static void Fill(JsonObject document, TypeSchema schema, string skipped)
    {
        foreach (var field in schema.Ordered.Where(field => field.JsonName != skipped))
        {
            var value = document[field.JsonName];
            if (value is null && field.Written && Zero(field) is { } zero)
            {
                document[field.JsonName] = value = zero;
            }

            if (field.Type is { } type)
            {
                Within(value, field, type);
            }
        }
    }

    private static void Within(JsonNode? value, FieldSchema field, TypeSchema type)
    {
        var items = value switch
        {
            JsonArray list when field.Repeated => list,
            JsonObject map when field.Map => map.Select(member => member.Value),
            JsonObject one when !field.Repeated => [one],
            _ => (IEnumerable<JsonNode?>)[],
        };
        foreach (var item in items.OfType<JsonObject>().ToList())
        {
            Fill(item, type, "");
        }
    }

    /// <summary>Lists, maps and times have no zero but null, which is written with the canonical form.</summary>
    private static JsonNode? Zero(FieldSchema field) => (field.Repeated || field.Map, field.Kind) switch
    {
        (true, _) => null,
        (_, ValueKind.String) => "",
        (_, ValueKind.Bool) => false,
        (_, ValueKind.Int32 or ValueKind.Int64 or ValueKind.IntOrString) => 0,
        (_, ValueKind.Quantity) => "0",
        (_, ValueKind.Object) => new JsonObject(),
        _ => null,
    };
}
