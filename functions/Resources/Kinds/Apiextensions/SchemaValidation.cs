using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of the schema of a version: what it may hold, what makes it structural, and its defaults.</summary>
internal static class SchemaValidation
{
    private static readonly string[] Types = ["array", "boolean", "integer", "number", "object", "string"];

    private static readonly string[] AtRootWithStatus =
    [
        "description", "type", "format", "title", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
        "multipleOf", "required", "items", "properties", "externalDocs", "example", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-validations",
    ];

    /// <summary>What is wrong with a schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="at">Its path.</param>
    /// <param name="hasStatus">Whether status is a subresource.</param>
    public static IEnumerable<FieldError> Validate(JsonObject schema, string at, bool hasStatus)
    {
        var errors = Root(schema, at, hasStatus).ToList();
        var structural = StructuralValidation.Validate(schema, at).OrderBy(error => $"{error.Field}: {error.Message}", StringComparer.Ordinal).ToList();
        errors.AddRange(structural.Count > 0 ? structural : DefaultValidation.Validate(Structure.Of(schema), at));
        Node(schema, at, isRoot: true, defaults: null, errors);
        return errors;
    }

    private static IEnumerable<FieldError> Root(JsonObject schema, string at, bool hasStatus)
    {
        if (hasStatus && schema.Text("type") is { Length: > 0 } type && type != "object")
        {
            yield return Faults.Invalid($"{at}.type", type, "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
        }
        else if (hasStatus && schema.Any(member => !AtRootWithStatus.Contains(member.Key)))
        {
            var allowed = "Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs Example XPreserveUnknownFields XValidations";
            yield return Faults.Invalid(at, schema, $"only [{allowed}] fields are allowed at the root of the schema if the status subresource is enabled");
        }

        if (schema.Flag("nullable"))
        {
            yield return Faults.Forbidden($"{at}.nullable", "nullable cannot be true at the root");
        }
    }

    /// <param name="schema">A schema within the whole.</param>
    /// <param name="at">Its path.</param>
    /// <param name="isRoot">Whether it is the whole.</param>
    /// <param name="defaults">Where defaults may not be; null where they may.</param>
    /// <param name="errors">Gets what is wrong.</param>
    private static void Node(JsonObject schema, string at, bool isRoot, string? defaults, List<FieldError> errors)
    {
        errors.AddRange(Members(schema, at, defaults));
        errors.AddRange(ExtensionValidation.Validate(schema, at));
        if (schema["additionalProperties"] is { } additional)
        {
            if (schema["properties"] is JsonObject { Count: > 0 } && !schema.Flag("additionalProperties"))
            {
                errors.Add(Faults.Forbidden($"{at}.additionalProperties", "additionalProperties and properties are mutual exclusive"));
            }

            Child(additional, $"{at}.additionalProperties", defaults, errors);
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            Child(property, $"{at}.properties[{name}]", isRoot && name is "metadata" or "kind" or "apiVersion" ? $"in top-level {name}" : defaults, errors);
        }

        Child(schema["not"], $"{at}.not", defaults, errors);
        Child(schema["items"], $"{at}.items", defaults, errors);
        foreach (var junctor in new[] { "allOf", "oneOf", "anyOf" })
        {
            foreach (var (item, path) in Paths.Numbered(schema, junctor, at))
            {
                Child(item, path, defaults, errors);
            }
        }
    }

    private static void Child(JsonNode? schema, string at, string? defaults, List<FieldError> errors)
    {
        if (schema is JsonObject inner)
        {
            Node(inner, at, isRoot: false, defaults, errors);
        }
    }

    private static IEnumerable<FieldError> Members(JsonObject schema, string at, string? defaults)
    {
        var type = schema.Text("type") ?? "";
        if (type == "null")
        {
            yield return Faults.Forbidden($"{at}.type", "type cannot be set to null, use nullable as an alternative");
        }
        else if (type.Length > 0 && !Types.Contains(type))
        {
            yield return Faults.NotSupported($"{at}.type", type, Types);
        }

        if (defaults is not null && schema["default"] is not null)
        {
            yield return Faults.Forbidden($"{at}.default", $"must not be set {defaults}");
        }

        foreach (var name in new[] { "id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref" }.Where(schema.ContainsKey))
        {
            yield return Faults.Forbidden($"{at}.{name}", $"{name} is not supported");
        }

        if (schema["items"] is JsonArray)
        {
            yield return Faults.Forbidden($"{at}.items", "items must be a schema object and not an array");
        }

        if (schema.Flag("uniqueItems"))
        {
            yield return Faults.Forbidden($"{at}.uniqueItems", "uniqueItems cannot be set to true since the runtime complexity becomes quadratic");
        }
    }
}
