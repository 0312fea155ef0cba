using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>What the two versions of OpenAPI write differently.</summary>
/// <param name="isV3">Version 3, else 2.</param>
internal sealed class OpenApiDialect(bool isV3)
{
    private static readonly string[] Answered = ["application/json", "application/yaml", "application/vnd.kubernetes.protobuf"];

    public static OpenApiDialect V2 { get; } = new(isV3: false);

    public static OpenApiDialect V3 { get; } = new(isV3: true);

    public bool IsV3 { get; } = isV3;

    private string SchemaPrefix => IsV3 ? "#/components/schemas/" : "#/definitions/";

    /// <summary>A schema that is another one, with what this use of it is for.</summary>
    public JsonObject Reference(string name, string? description = null)
    {
        var reference = new JsonObject { ["$ref"] = SchemaPrefix + name };
        if (string.IsNullOrEmpty(description))
        {
            return reference;
        }

        // What stands beside a reference does not count in version 3.
        return IsV3
            ? new JsonObject { ["description"] = description, ["allOf"] = new JsonArray(reference) }
            : new JsonObject { ["description"] = description, ["$ref"] = SchemaPrefix + name };
    }

    /// <summary>An integer or a string.</summary>
    public JsonObject IntOrString() => IsV3
        ? new JsonObject { ["format"] = "int-or-string", ["oneOf"] = new JsonArray(new JsonObject { ["type"] = "integer" }, new JsonObject { ["type"] = "string" }) }
        : new JsonObject { ["format"] = "int-or-string", ["type"] = "string" };

    /// <summary>A parameter of a path or a query.</summary>
    public JsonObject Parameter(string name, string place, string type, string description)
    {
        var schema = new JsonObject { ["type"] = type, ["uniqueItems"] = true };
        var parameter = new JsonObject { ["name"] = name, ["in"] = place, ["description"] = description };
        if (place == "path")
        {
            parameter["required"] = true;
        }

        if (IsV3)
        {
            parameter["schema"] = schema;
            return parameter;
        }

        foreach (var (key, value) in schema)
        {
            parameter[key] = value!.DeepClone();
        }

        return parameter;
    }

    /// <summary>Gives an operation a body.</summary>
    public void AddBody(JsonObject operation, JsonObject schema, bool isRequired, IReadOnlyList<string> mediaTypes)
    {
        if (IsV3)
        {
            operation["requestBody"] = new JsonObject { ["content"] = Content(schema, mediaTypes) };
            if (isRequired)
            {
                operation["requestBody"]!["required"] = true;
            }

            return;
        }

        var body = new JsonObject { ["name"] = "body", ["in"] = "body", ["schema"] = schema };
        if (isRequired)
        {
            body["required"] = true;
        }

        ((JsonArray)operation["parameters"]!).Insert(0, body);
        operation["consumes"] = new JsonArray([.. mediaTypes.Select(type => (JsonNode)type)]);
        operation["produces"] = new JsonArray([.. Answered.Select(type => (JsonNode)type)]);
    }

    /// <summary>An answer that holds an object, or text where there is no schema.</summary>
    public JsonObject Answer(string description, JsonObject? schema)
    {
        var answer = new JsonObject { ["description"] = description };
        var whole = schema ?? new JsonObject { ["type"] = "string" };
        if (IsV3)
        {
            answer["content"] = Content(whole, schema is null ? ["text/plain"] : Answered);
        }
        else
        {
            answer["schema"] = whole;
        }

        return answer;
    }

    private static JsonObject Content(JsonObject schema, IReadOnlyList<string> mediaTypes)
    {
        var content = new JsonObject();
        foreach (var type in mediaTypes)
        {
            content[type] = new JsonObject { ["schema"] = schema.DeepClone() };
        }

        return content;
    }
}
