using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>An OpenAPI v3 document in its protobuf form.</summary>
/// <remarks>Field numbers: the message set openapi.v3 of the gnostic project.</remarks>
internal sealed class OpenApiV3Protobuf : OpenApiWire
{
    private static readonly (string Verb, int Number)[] Verbs = [("get", 4), ("put", 5), ("post", 6), ("delete", 7), ("patch", 10)];

    private readonly OpenApiV3ProtobufSchemas _schemas;

    private OpenApiV3Protobuf()
        : base(new WireWriter(Capacity)) => _schemas = new OpenApiV3ProtobufSchemas(Output);

    public static ReadOnlyMemory<byte> Encode(JsonObject document)
    {
        var encoder = new OpenApiV3Protobuf();
        encoder.Text(1, document.Text("openapi"));
        encoder.Message(2, () =>
        {
            encoder.Text(1, document.Text("info", "title"));
            encoder.Text(6, document.Text("info", "version"));
        });
        encoder.Message(4, () => encoder.Each(1, document["paths"], encoder.PathItem));
        encoder.Message(5, () => encoder.Message(1, () => encoder.Each(1, document.At("components", "schemas"), encoder._schemas.Write)));
        return encoder.Output.Written;
    }

    private void Each(int number, JsonNode? map, Action<JsonObject> write)
    {
        foreach (var (name, value) in map as JsonObject ?? [])
        {
            Named(number, name, () => write((JsonObject)value!));
        }
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

        Parameters(13, item);
    }

    private void Operation(JsonObject operation)
    {
        foreach (var tag in operation.Texts("tags"))
        {
            Output.Text(1, tag);
        }

        Text(5, operation.Text("operationId"));
        Parameters(6, operation);
        if (operation["requestBody"] is JsonObject body)
        {
            // A body, not a reference to one.
            Message(7, () => Message(1, () =>
            {
                Content(2, body);
                Flag(3, body.Flag("required"));
            }));
        }

        Message(8, () => Each(2, operation["responses"], Response));
        Extensions(13, operation);
    }

    private void Response(JsonObject response) => Message(1, () =>
    {
        Text(1, response.Text("description"));
        Content(3, response);
    });

    private void Parameters(int number, JsonObject owner)
    {
        foreach (var parameter in owner.Objects("parameters"))
        {
            Message(number, () => Message(1, () =>
            {
                Text(1, parameter.Text("name"));
                Text(2, parameter.Text("in"));
                Text(3, parameter.Text("description"));
                Flag(4, parameter.Flag("required"));
                Message(10, () => _schemas.Write((JsonObject)parameter["schema"]!));
            }));
        }
    }

    private void Content(int number, JsonObject owner)
    {
        if (owner["content"] is { } content)
        {
            Message(number, () => Each(1, content, type => Message(1, () => _schemas.Write((JsonObject)type["schema"]!))));
        }
    }

    private void Flag(int number, bool isSet)
    {
        if (isSet)
        {
            Output.Number(number, 1);
        }
    }
}
