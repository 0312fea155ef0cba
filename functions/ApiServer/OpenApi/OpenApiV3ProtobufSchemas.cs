using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>The schemas of an OpenAPI v3 document in their protobuf form.</summary>
/// <remarks>Field numbers: the message Schema of openapi.v3 of the gnostic project.</remarks>
internal sealed class OpenApiV3ProtobufSchemas(WireWriter output) : OpenApiWire(output)
{
    private static readonly (string Name, int Number)[] Flags =
        [("nullable", 1), ("readOnly", 3), ("writeOnly", 4), ("deprecated", 8), ("exclusiveMaximum", 12), ("exclusiveMinimum", 14), ("uniqueItems", 20)];

    private static readonly (string Name, int Number)[] Texts = [("title", 9), ("pattern", 17), ("type", 25), ("description", 34), ("format", 35)];

    private static readonly (string Name, int Number)[] Numbers = [("multipleOf", 10), ("maximum", 11), ("minimum", 13)];

    private static readonly (string Name, int Number)[] Counts =
        [("maxLength", 15), ("minLength", 16), ("maxItems", 18), ("minItems", 19), ("maxProperties", 21), ("minProperties", 22)];

    private static readonly (string Name, int Number)[] Alternatives = [("allOf", 26), ("oneOf", 27), ("anyOf", 28)];

    /// <summary>Writes a schema, or a reference to one.</summary>
    public void Write(JsonObject schema)
    {
        if (schema.Text("$ref") is { } reference)
        {
            Message(2, () => Text(1, reference));
        }
        else
        {
            Message(1, () => Schema(schema));
        }
    }

    private void Schema(JsonObject schema)
    {
        Plain(schema);
        foreach (var required in schema.Texts("required"))
        {
            Output.Text(23, required);
        }

        foreach (var value in schema["enum"] as JsonArray ?? [])
        {
            Message(24, () => Yaml(value));
        }

        foreach (var (name, number) in Alternatives)
        {
            foreach (var one in schema.Objects(name))
            {
                Message(number, () => Write(one));
            }
        }

        if (schema["not"] is JsonObject not)
        {
            Message(29, () => Schema(not));
        }

        Contained(schema);
        Default(schema["default"]);
        Extensions(36, schema);
    }

    private void Plain(JsonObject schema)
    {
        foreach (var (_, number) in Flags.Where(flag => schema.Flag(flag.Name)))
        {
            Output.Number(number, 1);
        }

        foreach (var (name, number) in Texts)
        {
            Text(number, schema.Text(name));
        }

        foreach (var (name, number) in Numbers.Where(one => schema[one.Name]?.GetValueKind() == JsonValueKind.Number))
        {
            Output.Double(number, Number(schema[name]!));
        }

        foreach (var (name, number) in Counts)
        {
            if (schema.Integer(name) is { } count and not 0)
            {
                Output.Number(number, count);
            }
        }

        if (schema["example"] is { } example)
        {
            Message(7, () => Yaml(example));
        }
    }

    private void Contained(JsonObject schema)
    {
        if (schema["items"] is JsonObject items)
        {
            Message(30, () => Message(1, () => Write(items)));
        }

        if (schema["properties"] is JsonObject properties)
        {
            Message(31, () =>
            {
                foreach (var (name, property) in properties)
                {
                    Named(1, name, () => Write((JsonObject)property!));
                }
            });
        }

        if (schema["additionalProperties"] is JsonObject additional)
        {
            Message(32, () => Message(1, () => Write(additional)));
        }
        else if (schema["additionalProperties"] is not null)
        {
            Message(32, () => Output.Number(2, schema.Flag("additionalProperties") ? 1 : 0));
        }
    }

    /// <summary>The form has a place for a number, a boolean or a text; other defaults it cannot hold.</summary>
    private void Default(JsonNode? value)
    {
        switch (value?.GetValueKind())
        {
            case JsonValueKind.Number:
                Message(33, () => Output.Double(1, Number(value)));
                break;
            case JsonValueKind.True or JsonValueKind.False:
                Message(33, () => Output.Number(2, value.Flag() ? 1 : 0));
                break;
            case JsonValueKind.String:
                Message(33, () => Output.Text(3, value.Text()!));
                break;
        }
    }

    private static double Number(JsonNode value) => double.Parse(value.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}
