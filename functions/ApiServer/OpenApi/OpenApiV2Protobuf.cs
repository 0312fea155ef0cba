using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v2 document in the protobuf form that kubectl asks for.</summary>
/// <remarks>Field numbers: the message set openapi.v2 of the gnostic project.</remarks>
internal static class OpenApiV2Protobuf
{
    private static readonly (string Verb, int Number)[] Verbs = [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)];

    public static byte[] Encode(JsonObject document)
    {
        var paths = new WireWriter();
        foreach (var (path, item) in (JsonObject)document["paths"]!)
        {
            paths.Message(2, new WireWriter().Text(1, path).Message(2, PathItem((JsonObject)item!)));
        }

        var definitions = new WireWriter();
        foreach (var (name, schema) in (JsonObject)document["definitions"]!)
        {
            definitions.Message(1, Named(name, Schema((JsonObject)schema!)));
        }

        return new WireWriter()
            .Text(1, document.Text("swagger"))
            .Message(2, new WireWriter().Text(1, document.Text("info", "title")).Text(2, document.Text("info", "version")))
            .Message(8, paths)
            .Message(9, definitions)
            .ToArray();
    }

    private static WireWriter Named(string name, WireWriter value) => new WireWriter().Text(1, name).Message(2, value);

    private static WireWriter PathItem(JsonObject item)
    {
        var writer = new WireWriter();
        foreach (var (verb, number) in Verbs)
        {
            if (item[verb] is JsonObject operation)
            {
                writer.Message(number, Operation(operation));
            }
        }

        return writer;
    }

    private static WireWriter Operation(JsonObject operation)
    {
        var writer = new WireWriter().Text(5, operation.Text("operationId"));
        foreach (var parameter in operation.Objects("parameters"))
        {
            var query = new WireWriter().Text(2, parameter.Text("in")).Text(4, parameter.Text("name")).Text(6, parameter.Text("type"));
            writer.Message(8, new WireWriter().Message(1, new WireWriter().Message(2, new WireWriter().Message(3, query))));
        }

        var ok = new WireWriter().Message(1, new WireWriter().Text(1, "OK"));
        writer.Message(9, new WireWriter().Message(1, Named("200", ok)));
        return Extensions(writer, 13, operation);
    }

    private static WireWriter Schema(JsonObject schema)
    {
        var writer = new WireWriter().Text(1, schema.Text("$ref")).Text(2, schema.Text("format")).Text(4, schema.Text("description"));
        if (schema["additionalProperties"] is JsonObject additional)
        {
            writer.Message(21, new WireWriter().Message(1, Schema(additional)));
        }

        if (schema.Text("type") is { } type)
        {
            writer.Message(22, new WireWriter().Text(1, type));
        }

        if (schema["items"] is JsonObject items)
        {
            writer.Message(23, new WireWriter().Message(1, Schema(items)));
        }

        if (schema["properties"] is JsonObject properties)
        {
            var named = new WireWriter();
            foreach (var (name, property) in properties)
            {
                named.Message(1, Named(name, Schema((JsonObject)property!)));
            }

            writer.Message(25, named);
        }

        return Extensions(writer, 31, schema);
    }

    /// <summary>Extensions travel as YAML, of which JSON is a part.</summary>
    private static WireWriter Extensions(WireWriter writer, int number, JsonObject owner)
    {
        foreach (var (name, value) in owner.Where(member => member.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            writer.Message(number, Named(name, new WireWriter().Text(2, value!.ToJsonString())));
        }

        return writer;
    }
}
