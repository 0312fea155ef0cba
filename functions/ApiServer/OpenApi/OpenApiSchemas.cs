using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.ApiServer.OpenApi;

/// <summary>Types as JSON schemas, with what the client package's documentation says of them.</summary>
/// <param name="dialect">The version of OpenAPI.</param>
/// <param name="descriptions">What types and fields are for.</param>
internal sealed class OpenApiSchemas(OpenApiDialect dialect, Descriptions descriptions)
{
    /// <summary>What deletions may say.</summary>
    public const string DeleteOptions = Meta + "DeleteOptions";

    /// <summary>The body of patches.</summary>
    public const string Patch = Meta + "Patch";

    /// <summary>What is answered where no object is.</summary>
    public const string Status = Meta + "Status";

    private const string Meta = "io.k8s.apimachinery.pkg.apis.meta.v1.";
    private const string Quantity = "io.k8s.apimachinery.pkg.api.resource.Quantity";
    private const string IntOrString = "io.k8s.apimachinery.pkg.util.intstr.IntOrString";
    private const string Scale = "io.k8s.api.autoscaling.v1.Scale";

    private readonly SortedDictionary<string, JsonObject> _schemas = new(StringComparer.Ordinal);

    /// <summary>The schemas of kinds, of their lists, and of all types that they hold, by their OpenAPI name.</summary>
    public JsonObject Of(IReadOnlyList<ResourceKind> kinds)
    {
        Add(DeleteOptions);
        Add(Status);
        Add(Meta + "WatchEvent");
        _schemas[Patch] = new JsonObject { ["description"] = "A patch, in the form that its Content-Type says.", ["type"] = "object" };
        foreach (var kind in kinds.Where(kind => kind.Definition is not null))
        {
            Add(Meta + "ObjectMeta");
            Add(Meta + "ListMeta");
            _schemas[NameOf(kind.Schema)] = CustomSchemas.Of(kind, dialect, dialect.Reference(Meta + "ObjectMeta"));
            _schemas[ListNameOf(kind)] = CustomSchemas.ListOf(kind, dialect.Reference(NameOf(kind.Schema)), dialect.Reference(Meta + "ListMeta"));
            if (kind.Has(Subresource.Scale))
            {
                Add(Scale);
            }
        }

        foreach (var kind in kinds.Where(kind => kind.Definition is null))
        {
            foreach (var schema in kind.IsOnlyCreated ? (TypeSchema[])[kind.Schema] : [kind.Schema, SchemaTable.BuiltIn.Get(kind.Schema.Name + "List")])
            {
                Add(schema);
                _schemas[NameOf(schema)].Ensure<JsonArray>("x-kubernetes-group-version-kind", static () => [])
                    .Add(new JsonObject { ["group"] = kind.Group, ["kind"] = schema == kind.Schema ? kind.Kind : kind.Kind + "List", ["version"] = kind.Version });
            }

            if (kind.Has(Subresource.Scale))
            {
                Add(Scale);
                _schemas[Scale]["x-kubernetes-group-version-kind"] = new JsonArray(new JsonObject { ["group"] = "autoscaling", ["kind"] = "Scale", ["version"] = "v1" });
            }

            if (kind.Has(Subresource.Binding))
            {
                Add(NameOf(kind, Subresource.Binding));
            }
        }

        var result = new JsonObject();
        foreach (var (name, schema) in _schemas)
        {
            result[name] = schema;
        }

        return result;
    }

    /// <summary>What an operation is about.</summary>
    public static JsonObject GroupVersionKind(ResourceKind kind, Subresource subresource) => subresource switch
    {
        Subresource.Scale => new JsonObject { ["group"] = "autoscaling", ["kind"] = "Scale", ["version"] = "v1" },
        Subresource.Binding => new JsonObject { ["group"] = "", ["kind"] = "Binding", ["version"] = "v1" },
        _ => new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version },
    };

    /// <summary>The schema of what a kind's subresource takes and answers.</summary>
    public static string NameOf(ResourceKind kind, Subresource subresource) => subresource switch
    {
        Subresource.Scale => Scale,
        Subresource.Binding => "io.k8s.api.core.v1.Binding",
        _ => NameOf(kind.Schema),
    };

    /// <summary>The schema of a kind's list.</summary>
    public static string ListNameOf(ResourceKind kind) => kind.Definition is null ? NameOf(kind.Schema) + "List" : NameOf(kind.Schema)[..^kind.Kind.Length] + kind.ListKind;

    /// <summary>A type's name in OpenAPI: its package with the domain turned round.</summary>
    private static string NameOf(TypeSchema type) => type.Structure is not null ? type.Name : type.Name.Replace("k8s.io.", "io.k8s.", StringComparison.Ordinal).Replace("apiextensions_apiserver", "apiextensions-apiserver", StringComparison.Ordinal);

    private void Add(string name) => Add(SchemaTable.BuiltIn.Get(name.Replace("io.k8s.", "k8s.io.", StringComparison.Ordinal)));

    private void Add(TypeSchema type)
    {
        var name = NameOf(type);
        if (_schemas.ContainsKey(name))
        {
            return;
        }

        var schema = _schemas[name] = Described(new JsonObject(), descriptions.Of(type));
        schema["type"] = "object";
        var properties = new JsonObject();
        if (type.IsApiObject)
        {
            properties["apiVersion"] = Described(new JsonObject { ["type"] = "string" }, "The group and version of this form of the object.");
            properties["kind"] = Described(new JsonObject { ["type"] = "string" }, "What the object is.");
        }

        foreach (var field in type.Ordered)
        {
            properties[field.JsonName] = Property(type, field);
        }

        if (properties.Count > 0)
        {
            schema["properties"] = properties;
        }

        var required = type.Ordered.Where(field => field.Required).Select(field => (JsonNode)field.JsonName).ToArray();
        if (required.Length > 0)
        {
            schema["required"] = new JsonArray(required);
        }

        if (type.IsAtomic)
        {
            schema["x-kubernetes-map-type"] = "atomic";
        }
    }

    private JsonObject Property(TypeSchema owner, FieldSchema field)
    {
        var description = descriptions.Of(owner, field);
        if (!field.Map && !field.Repeated)
        {
            var single = Single(field, description);
            if (field.PatchMergeKey is null && field.RetainKeys)
            {
                single["x-kubernetes-patch-strategy"] = "retainKeys";
            }

            return single;
        }

        var whole = Described(new JsonObject(), description);
        if (field.Map)
        {
            whole["type"] = "object";
            whole["additionalProperties"] = Single(field, null);
            if (field.IsAtomic)
            {
                whole["x-kubernetes-map-type"] = "atomic";
            }

            return whole;
        }

        whole["type"] = "array";
        whole["items"] = Single(field, null);
        whole["x-kubernetes-list-type"] = field.ListMapKeys.Count > 0 ? "map" : field.IsSet ? "set" : "atomic";
        if (field.ListMapKeys.Count > 0)
        {
            whole["x-kubernetes-list-map-keys"] = new JsonArray([.. field.ListMapKeys.Select(key => (JsonNode)key)]);
        }

        if (field.PatchMergeKey is { } key)
        {
            whole["x-kubernetes-patch-merge-key"] = key;
            whole["x-kubernetes-patch-strategy"] = field.RetainKeys ? "merge,retainKeys" : "merge";
        }
        else if (field.PatchMergeValues)
        {
            whole["x-kubernetes-patch-strategy"] = "merge";
        }

        return whole;
    }

    private JsonObject Single(FieldSchema field, string? description)
    {
        switch (field.Kind)
        {
            case ValueKind.Object:
                Add(field.Type!);
                return dialect.Reference(NameOf(field.Type!), description);
            case ValueKind.Quantity:
                return Shared(Quantity, new JsonObject { ["type"] = "string", ["description"] = "A number with a suffix, such as 500m, 1.5 or 2Gi." }, description);
            case ValueKind.IntOrString:
                return Shared(IntOrString, dialect.IntOrString(), description);
            case ValueKind.Time:
                return Shared(Meta + "Time", new JsonObject { ["type"] = "string", ["format"] = "date-time" }, description);
            case ValueKind.MicroTime:
                return Shared(Meta + "MicroTime", new JsonObject { ["type"] = "string", ["format"] = "date-time" }, description);
            case ValueKind.Json or ValueKind.SchemaOrBool or ValueKind.SchemaOrList or ValueKind.SchemaOrStrings:
                return Described(new JsonObject(), description);
            case ValueKind.Raw:
                return Described(new JsonObject { ["type"] = "object", ["x-kubernetes-preserve-unknown-fields"] = true }, description);
        }

        var (type, format) = field.Kind switch
        {
            ValueKind.Int32 => ("integer", "int32"),
            ValueKind.Int64 => ("integer", "int64"),
            ValueKind.Double => ("number", "double"),
            ValueKind.Bool => ("boolean", ""),
            ValueKind.Bytes => ("string", "byte"),
            _ => ("string", ""),
        };
        var schema = Described(new JsonObject(), description);
        schema["type"] = type;
        if (format.Length > 0)
        {
            schema["format"] = format;
        }

        return schema;
    }

    private JsonObject Shared(string name, JsonObject schema, string? description)
    {
        _schemas.TryAdd(name, schema);
        return dialect.Reference(name, description);
    }

    private static JsonObject Described(JsonObject schema, string? description)
    {
        if (!string.IsNullOrEmpty(description))
        {
            schema["description"] = description;
        }

        return schema;
    }
}
