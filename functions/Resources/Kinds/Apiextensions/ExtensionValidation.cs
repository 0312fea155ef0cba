using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apiextensions;

/// <summary>Rules of the <c>x-kubernetes-</c> members of a schema.</summary>
internal static class ExtensionValidation
{
    public static IEnumerable<FieldError> Validate(JsonObject schema, string at)
    {
        if (schema["x-kubernetes-preserve-unknown-fields"] is not null && !schema.Flag("x-kubernetes-preserve-unknown-fields"))
        {
            yield return Faults.Invalid($"{at}.x-kubernetes-preserve-unknown-fields", false, "must be true or undefined");
        }

        var errors = Map(schema, at).Concat(List(schema, at)).Concat(Rules(schema, at));
        foreach (var error in errors)
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Map(JsonObject schema, string at)
    {
        if (schema.Text("x-kubernetes-map-type") is not { } mapType)
        {
            yield break;
        }

        if (OfType(schema, "object", at, "x-kubernetes-map-type") is { } wrong)
        {
            yield return wrong;
        }

        if (mapType is not ("atomic" or "granular"))
        {
            yield return Faults.NotSupported($"{at}.x-kubernetes-map-type", mapType, "atomic", "granular");
        }
    }

    private static IEnumerable<FieldError> List(JsonObject schema, string at)
    {
        var (listType, items) = (schema.Text("x-kubernetes-list-type"), schema["items"] as JsonObject);
        if (listType is not null && OfType(schema, "array", at, "x-kubernetes-list-type") is { } wrong)
        {
            yield return wrong;
        }
        else if (listType == "set" && items is not null)
        {
            var (inner, atomic) = items.Text("type") == "array" ? ("x-kubernetes-list-type", items.Text("x-kubernetes-list-type") is null or "atomic")
                : ("x-kubernetes-map-type", items.Text("type") != "object" || items.Text("x-kubernetes-map-type") == "atomic");
            if (!atomic)
            {
                yield return Faults.Invalid($"{at}.items.{inner}", items[inner] ?? "null", "must be atomic as item of a list with x-kubernetes-list-type=set");
            }
        }

        if (listType is not (null or "atomic" or "set" or "map"))
        {
            yield return Faults.NotSupported($"{at}.x-kubernetes-list-type", listType, "atomic", "set", "map");
        }

        if (listType is "set" or "map" && items.Flag("nullable"))
        {
            yield return Faults.Forbidden($"{at}.items.nullable", $"cannot be nullable when x-kubernetes-list-type is {listType}");
        }

        foreach (var error in Keys(schema, listType, items, at))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> Keys(JsonObject schema, string? listType, JsonObject? items, string at)
    {
        var keys = schema.Texts("x-kubernetes-list-map-keys").ToList();
        if (listType != "map")
        {
            return keys.Count == 0 ? []
                : [listType is null ? Faults.Required($"{at}.x-kubernetes-list-type", "must be map if x-kubernetes-list-map-keys is non-empty")
                    : Faults.Invalid($"{at}.x-kubernetes-list-type", listType, "must be map if x-kubernetes-list-map-keys is non-empty")];
        }

        var errors = new List<FieldError>();
        if (keys.Count == 0)
        {
            errors.Add(Faults.Required($"{at}.x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
        }

        if (items is null)
        {
            errors.Add(Faults.Required($"{at}.items", "must have a schema if x-kubernetes-list-type is map"));
        }
        else if (items.Text("type") != "object")
        {
            errors.Add(Faults.Invalid($"{at}.items.type", items.Text("type") ?? "", "must be object if parent array's x-kubernetes-list-type is map"));
        }
        else
        {
            errors.AddRange(keys.SelectMany(key => Key(key, keys, items, at)));
            if (keys.Distinct().Count() < keys.Count)
            {
                errors.Add(Faults.Invalid($"{at}.x-kubernetes-list-map-keys", schema["x-kubernetes-list-map-keys"], "must not contain duplicate entries"));
            }
        }

        return errors;
    }

    private static IEnumerable<FieldError> Key(string key, List<string> keys, JsonObject items, string at)
    {
        if (items.At("properties", key) is not { } property)
        {
            yield return Faults.Invalid($"{at}.x-kubernetes-list-map-keys", new JsonArray([.. keys.Select(one => (JsonNode)one)]), "entries must all be names of item properties");
            yield break;
        }

        if (property.Text("type") is "array" or "object")
        {
            yield return Faults.Invalid($"{at}.items.properties[{key}].type", items.Text("type"), "must be a scalar type if parent array's x-kubernetes-list-type is map");
        }

        if (!items.Texts("required").Contains(key) && property["default"] is null)
        {
            yield return Faults.Required($"{at}.items.properties[{key}].default", "this property is in x-kubernetes-list-map-keys, so it must have a default or be a required property");
        }

        if (property.Flag("nullable"))
        {
            yield return Faults.Forbidden($"{at}.items.properties[{key}].nullable", "this property is in x-kubernetes-list-map-keys, so it cannot be nullable");
        }
    }

    private static IEnumerable<FieldError> Rules(JsonObject schema, string at) =>
        Paths.Numbered(schema, "x-kubernetes-validations", at).Where(one => string.IsNullOrWhiteSpace(one.Item.Text("rule"))).Select(one => Faults.Required($"{one.At}.rule", "rule is not specified"));

    private static FieldError? OfType(JsonObject schema, string wanted, string at, string because)
    {
        var type = schema.Text("type") ?? "";
        return type == wanted ? null
            : type.Length == 0 ? Faults.Required($"{at}.type", $"must be {wanted} if {because} is specified")
            : Faults.Invalid($"{at}.type", type, $"must be {wanted} if {because} is specified");
    }
}
