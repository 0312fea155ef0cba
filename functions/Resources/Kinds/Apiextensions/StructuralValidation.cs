using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>What makes a schema structural: every value has a type outside of the schemas that are joined, which only restrict it further.</summary>
internal static class StructuralValidation
{
    private static readonly (string Name, string Detail)[] ForbiddenInside =
    [
        ("type", "must be empty to be structural"), ("additionalProperties", "must be undefined to be structural"), ("default", "must be undefined to be structural"),
        ("title", "must be empty to be structural"), ("description", "must be empty to be structural"), ("nullable", "must be false to be structural"),
        ("externalDocs", "must be undefined to be structural"), ("x-kubernetes-preserve-unknown-fields", "must be false to be structural"),
        ("x-kubernetes-embedded-resource", "must be false to be structural"), ("x-kubernetes-int-or-string", "must be false to be structural"),
        ("x-kubernetes-list-map-keys", "must be empty to be structural"), ("x-kubernetes-list-type", "must be undefined to be structural"),
        ("x-kubernetes-map-type", "must be undefined to be structural"), ("x-kubernetes-validations", "must be empty to be structural"),
    ];

    private static readonly JsonNode IntOrString = JsonNode.Parse("""[{"type":"integer"},{"type":"string"}]""")!;

    private enum Level
    {
        Root,
        Item,
        Field,
    }

    public static IEnumerable<FieldError> Validate(JsonObject schema, string at)
    {
        var errors = new List<FieldError>();
        Node(schema, Level.Root, at, errors);
        return errors;
    }

    private static void Node(JsonObject schema, Level level, string at, List<FieldError> errors)
    {
        if (schema.Text("type") == "array" && schema["items"] is null)
        {
            errors.Add(Faults.Required($"{at}.items", "must be specified"));
        }

        if (level == Level.Root && schema["additionalProperties"] is not null)
        {
            errors.Add(Faults.Forbidden($"{at}.additionalProperties", "must not be used at the root"));
        }

        Child(schema["items"], Level.Item, $"{at}.items", errors);
        Child(schema["additionalProperties"], Level.Field, $"{at}.additionalProperties", errors);
        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            Child(property, Level.Field, $"{at}.properties[{name}]", errors);
        }

        errors.AddRange(Type(schema, level, at));
        errors.AddRange(Extensions(schema, at));
        errors.AddRange(Metadata(schema, level, at));
        Joined(schema, schema, at, errors);
    }

    private static void Child(JsonNode? schema, Level level, string at, List<FieldError> errors)
    {
        if (schema is JsonObject inner)
        {
            Node(inner, level, at, errors);
        }
    }

    private static IEnumerable<FieldError> Type(JsonObject schema, Level level, string at)
    {
        var type = schema.Text("type") ?? "";
        if (schema.Flag("x-kubernetes-embedded-resource") && type != "object")
        {
            const string detail = "must be object if x-kubernetes-embedded-resource is true";
            yield return type.Length == 0 ? Faults.Required($"{at}.type", detail) : Faults.Invalid($"{at}.type", type, detail);
        }
        else if (type.Length == 0 && !schema.Flag("x-kubernetes-int-or-string") && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
        {
            yield return Faults.Required($"{at}.type", level switch
            {
                Level.Root => "must not be empty at the root",
                Level.Item => "must not be empty for specified array items",
                _ => "must not be empty for specified object fields",
            });
        }

        if (level == Level.Root && type is not ("" or "object"))
        {
            yield return Faults.Invalid($"{at}.type", type, "must be object at the root");
        }
    }

    private static IEnumerable<FieldError> Extensions(JsonObject schema, string at)
    {
        var isEmbedded = schema.Flag("x-kubernetes-embedded-resource");
        if (schema.Flag("x-kubernetes-int-or-string"))
        {
            foreach (var name in new[] { "x-kubernetes-preserve-unknown-fields", "x-kubernetes-embedded-resource" }.Where(name => schema.Flag(name)))
            {
                yield return Faults.Invalid($"{at}.{name}", true, "must be false if x-kubernetes-int-or-string is true");
            }
        }

        if (isEmbedded && schema["additionalProperties"] is not null)
        {
            yield return Faults.Forbidden($"{at}.additionalProperties", "must not be used if x-kubernetes-embedded-resource is set");
        }

        if (isEmbedded && !schema.Flag("x-kubernetes-preserve-unknown-fields") && schema["properties"] is not JsonObject { Count: > 0 })
        {
            yield return Faults.Required($"{at}.properties", "must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields");
        }
    }

    /// <summary>What every object has anyway can hardly be restricted.</summary>
    private static IEnumerable<FieldError> Metadata(JsonObject schema, Level level, string at)
    {
        if (level != Level.Root && !schema.Flag("x-kubernetes-embedded-resource"))
        {
            yield break;
        }

        foreach (var (name, wanted) in new[] { ("kind", "string"), ("apiVersion", "string"), ("metadata", "object") })
        {
            if (schema.At("properties", name) is { } property && property.Text("type") != wanted)
            {
                yield return Faults.Invalid($"{at}.properties[{name}].type", property.Text("type") ?? "", $"must be {wanted}");
            }
        }

        if (level == Level.Root && schema.At("properties", "metadata") is JsonObject metadata
            && (metadata.Any(member => member.Key is not ("type" or "properties" or "default"))
                || (metadata["properties"] as JsonObject ?? []).Any(member => member.Key is not ("name" or "generateName"))))
        {
            yield return Faults.Forbidden($"{at}.properties[metadata]", "must not specify anything other than name and generateName, but metadata is implicitly specified");
        }
    }

    /// <summary>The schemas that a schema joins: what they speak of has to be spoken of outside too.</summary>
    private static void Joined(JsonObject schema, JsonObject? outside, string at, List<FieldError> errors)
    {
        if (schema.Text("pattern") is { Length: > 0 } pattern && ValueRules.Compile(pattern, out var fault) is null)
        {
            errors.Add(Faults.Invalid($"{at}.pattern", pattern, $"must be a valid regular expression, but isn't: {fault}"));
        }

        var mayHoldTypes = outside.Flag("x-kubernetes-int-or-string");
        foreach (var junctor in new[] { "allOf", "anyOf", "oneOf" })
        {
            if (mayHoldTypes && junctor == "anyOf" && JsonNode.DeepEquals(schema[junctor], IntOrString))
            {
                continue;
            }

            foreach (var (item, path) in Paths.Numbered(schema, junctor, at))
            {
                Inside(item, outside, path, errors);
            }
        }

        if (schema["not"] is JsonObject not)
        {
            Inside(not, outside, $"{at}.not", errors);
        }
    }

    private static void Inside(JsonObject schema, JsonObject? outside, string at, List<FieldError> errors)
    {
        Joined(schema, outside, at, errors);
        foreach (var (name, detail) in ForbiddenInside.Where(one => schema.ContainsKey(one.Name)))
        {
            errors.Add(Faults.Forbidden($"{at}.{name}", detail));
        }

        foreach (var (name, property) in schema["properties"] as JsonObject ?? [])
        {
            if (name == "metadata")
            {
                errors.Add(Faults.Forbidden($"{at}.properties[{name}]", "must not be specified in a nested context"));
            }

            Deeper(property, outside.At("properties", name), $"properties[{name}]", at, errors);
        }

        Deeper(schema["items"], outside?["items"], "items", at, errors);
    }

    private static void Deeper(JsonNode? schema, JsonNode? outside, string step, string at, List<FieldError> errors)
    {
        if (schema is not JsonObject inner)
        {
            return;
        }

        if (outside is not JsonObject known)
        {
            errors.Add(Faults.Required(OutsideOf(at, step), $"because it is defined in {at}.{step}"));
        }

        Inside(inner, outside as JsonObject, $"{at}.{step}", errors);
    }

    /// <summary>Where a value would have to be specified outside of the schemas that are joined.</summary>
    private static string OutsideOf(string at, string step)
    {
        var parts = at.Split('.').Where(part => part != "not" && !part.StartsWith("allOf[", StringComparison.Ordinal) && !part.StartsWith("anyOf[", StringComparison.Ordinal) && !part.StartsWith("oneOf[", StringComparison.Ordinal));
        return $"{string.Join('.', parts)}.{step}";
    }
}
