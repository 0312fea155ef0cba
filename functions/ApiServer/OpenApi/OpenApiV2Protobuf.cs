using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The OpenAPI v2 document in the protobuf form that kubectl asks for: all schemas, and of the operations their ids, query parameters and extensions.</summary>
/// <remarks>Field numbers: the message set openapi.v2 of the gnostic project.</remarks>
internal sealed class OpenApiV2Protobuf : OpenApiWire
{
    private static readonly (string Verb, int Number)[] Verbs = [("get", 2), ("put", 3), ("post", 4), ("delete", 5), ("patch", 8)];

    private OpenApiV2Protobuf()
        : base(new WireWriter(Capacity))
    {
    }

    public static ReadOnlyMemory<byte> Encode(JsonObject document)
    {
        var encoder = new OpenApiV2Protobuf();
        encoder.Text(1, document.Text("swagger"));
        encoder.Message(2, () =>
        {
            encoder.Text(1, document.Text("info", "title"));
            encoder.Text(2, document.Text("info", "version"));
        });
        encoder.Message(8, () =>
        {
            foreach (var (path, item) in (JsonObject)document["paths"]!)
            {
                encoder.Named(2, path, () => encoder.PathItem((JsonObject)item!));
            }
        });
        encoder.Message(9, () => encoder.Schemas((JsonObject)document["definitions"]!));
        return encoder.Output.Written;
    }

    private void PathItem(JsonObject item)
    {
        foreach (var (verb, number) in Verbs)
        {
            if (item[verb] is JsonObject operation)
            {
                Message(number, () => Operation(operation));
            }
        }
    }

    private void Operation(JsonObject operation)
    {
        Text(5, operation.Text("operationId"));
        foreach (var parameter in operation.Objects("parameters").Where(one => one.Text("in") == "query"))
        {
            // A parameter, not for the body, in the query.
            Message(8, () => Message(1, () => Message(2, () => Message(3, () =>
            {
                Text(2, parameter.Text("in"));
                Text(3, parameter.Text("description"));
                Text(4, parameter.Text("name"));
                Text(6, parameter.Text("type"));
            }))));
        }

        Message(9, () => Named(1, "200", () => Message(1, () => Output.Text(1, "OK"))));
        Extensions(13, operation);
    }

    private void Schemas(JsonObject schemas)
    {
        foreach (var (name, schema) in schemas)
        {
            Named(1, name, () => Schema((JsonObject)schema!));
        }
    }

    private void Schema(JsonObject schema)
    {
        Text(1, schema.Text("$ref"));
        Text(2, schema.Text("format"));
        Text(4, schema.Text("description"));
        foreach (var required in schema.Texts("required"))
        {
            Output.Text(19, required);
        }

        if (schema["additionalProperties"] is JsonObject additional)
        {
            Message(21, () => Message(1, () => Schema(additional)));
        }

        if (schema.Text("type") is { } type)
        {
            Message(22, () => Output.Text(1, type));
        }

        if (schema["items"] is JsonObject items)
        {
            Message(23, () => Message(1, () => Schema(items)));
        }

        if (schema["properties"] is JsonObject properties)
        {
            Message(25, () => Schemas(properties));
        }

        Extensions(31, schema);
    }
}
