using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>Types as JSON schemas.</summary>
internal static class OpenApiSchemas
{
    private const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";

    /// <summary>The schemas of kinds and of all types that they hold, by their OpenAPI name.</summary>
    /// <param name="kinds">The kinds.</param>
    /// <param name="reference">Where schemas stand, such as <c>#/definitions/</c>.</param>
    public static JsonObject Of(IEnumerable<ResourceKind> kinds, string reference)
    {
        var schemas = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var kind in kinds)
        {
            Add(kind.Schema, schemas, reference);
            var schema = schemas[NameOf(kind.Schema)];
            schema["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
        }

        var result = new JsonObject();
        foreach (var (name, schema) in schemas)
        {
            result[name] = schema;
        }

        return result;
    }

    public static JsonObject GroupVersionKind(ResourceKind kind) =>
        new() { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version };

    /// <summary>A type's name in OpenAPI: its package with the domain turned round.</summary>
    public static string NameOf(TypeSchema type) => type.Name.Replace("k8s.io.", "io.k8s.", StringComparison.Ordinal);

    private static void Add(TypeSchema type, SortedDictionary<string, JsonObject> schemas, string reference)
    {
        var name = NameOf(type);
        if (schemas.ContainsKey(name))
        {
            return;
        }

        var properties = new JsonObject();
        var schema = schemas[name] = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (type.IsApiObject)
        {
            properties["apiVersion"] = new JsonObject { ["type"] = "string" };
            properties["kind"] = new JsonObject { ["type"] = "string" };
        }

        foreach (var field in type.Ordered)
        {
            properties[field.JsonName] = Property(field, schemas, reference);
        }
    }

    private static JsonObject Property(FieldSchema field, SortedDictionary<string, JsonObject> schemas, string reference)
    {
        var single = Single(field, schemas, reference);
        if (field.Map)
        {
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = single };
        }

        if (!field.Repeated)
        {
            return single;
        }

        var list = new JsonObject { ["type"] = "array", ["items"] = single };
        list["x-kubernetes-list-type"] = field.ListMapKeys.Count > 0 ? "map" : field.IsSet ? "set" : "atomic";
        if (field.ListMapKeys.Count > 0)
        {
            list["x-kubernetes-list-map-keys"] = new JsonArray([.. field.ListMapKeys.Select(key => (JsonNode)key)]);
        }

        if (field.PatchMergeKey is { } key)
        {
            list["x-kubernetes-patch-merge-key"] = key;
            list["x-kubernetes-patch-strategy"] = field.RetainKeys ? "merge,retainKeys" : "merge";
        }
        else if (field.PatchMergeValues)
        {
            list["x-kubernetes-patch-strategy"] = "merge";
        }

        return list;
    }

    private static JsonObject Single(FieldSchema field, SortedDictionary<string, JsonObject> schemas, string reference)
    {
        switch (field.Kind)
        {
            case ValueKind.Object:
                Add(field.Type!, schemas, reference);
                var pointer = new JsonObject { ["$ref"] = reference + NameOf(field.Type!) };
                return pointer;
            case ValueKind.Quantity:
                schemas.TryAdd(Quantity, new JsonObject { ["type"] = "string" });
                return new JsonObject { ["$ref"] = reference + Quantity };
            case ValueKind.Int32:
                return new JsonObject { ["type"] = "integer", ["format"] = "int32" };
            case ValueKind.Int64:
                return new JsonObject { ["type"] = "integer", ["format"] = "int64" };
            case ValueKind.Double:
                return new JsonObject { ["type"] = "number", ["format"] = "double" };
            case ValueKind.Bool:
                return new JsonObject { ["type"] = "boolean" };
            case ValueKind.Bytes:
                return new JsonObject { ["type"] = "string", ["format"] = "byte" };
            case ValueKind.IntOrString:
                return new JsonObject { ["type"] = "string", ["format"] = "int-or-string" };
            case ValueKind.Time or ValueKind.MicroTime:
                return new JsonObject { ["type"] = "string", ["format"] = "date-time" };
            case ValueKind.Raw:
                return new JsonObject { ["type"] = "object" };
            default:
                return new JsonObject { ["type"] = "string" };
        }
    }
}
