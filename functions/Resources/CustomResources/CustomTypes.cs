using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>Makes of a structure the types that field ownership and selectors walk.</summary>
internal static class CustomTypes
{
    private static readonly TypeSchema Metadata = SchemaTable.BuiltIn.Get("k8s.io.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    /// <summary>The type of whole documents.</summary>
    /// <param name="structure">Their structure.</param>
    /// <param name="name">The full name, such as <c>com.example.v1.CronTab</c>.</param>
    public static TypeSchema Of(Structure structure, string name)
    {
        var type = new TypeSchema(name) { Structure = structure, KeepsUnknown = structure.KeepsUnknown };
        var metadata = new FieldSchema { JsonName = "metadata", Number = 0, Kind = ValueKind.Object, Type = Metadata };
        type.Complete(structure.Properties
            .Where(property => property.Key is not ("metadata" or "kind" or "apiVersion"))
            .OrderBy(property => property.Key, StringComparer.Ordinal)
            .Select(property => Field(property.Key, property.Value, name))
            .Prepend(metadata));
        return type;
    }

    private static TypeSchema Inner(Structure structure, string name)
    {
        var type = new TypeSchema(name) { KeepsUnknown = structure.KeepsUnknown || structure.IsEmbedded, IsAtomic = IsAtomic(structure) };
        type.Complete(structure.Properties.OrderBy(property => property.Key, StringComparer.Ordinal).Select(property => Field(property.Key, property.Value, name)));
        return type;
    }

    private static FieldSchema Field(string name, Structure structure, string owner)
    {
        var isList = structure.Type == "array";
        var isMap = structure is { Type: "object", Additional: not null } or { Type: "object", AllowsAny: true, Properties.Count: 0 };
        var element = isList ? structure.Items : isMap ? structure.Additional : structure;
        var (kind, type) = Element(element, $"{owner}.{name}");
        var isInner = isMap && element is { Type: "array" } or { Type: "object", Additional: not null } or { Type: "object", AllowsAny: true, Properties.Count: 0 };
        return new FieldSchema
        {
            JsonName = name,
            Number = 0,
            Kind = kind,
            Type = type,
            Inner = isInner ? Field(name, element!, owner) : null,
            Repeated = isList,
            Map = isMap,
            IsPointer = true,
            IsSet = isList && structure.ListType == "set",
            ListMapKeys = isList && structure.ListType == "map" && type is not null ? structure.ListMapKeys : [],
            ListMapKeyDefaults = isList && structure.Items is { } items
                ? structure.ListMapKeys.Where(key => items.Properties.GetValueOrDefault(key)?.Default is not null).ToDictionary(key => key, key => items.Properties[key].Default!)
                : FrozenDictionary<string, JsonNode>.Empty,
            IsAtomic = IsAtomic(structure),
        };
    }

    private static (ValueKind Kind, TypeSchema? Type) Element(Structure? structure, string name) => structure switch
    {
        null => (ValueKind.Json, null),
        { IsIntOrString: true } => (ValueKind.IntOrString, null),
        { Type: "string" } => (ValueKind.String, null),
        { Type: "integer" } => (ValueKind.Int64, null),
        { Type: "number" } => (ValueKind.Double, null),
        { Type: "boolean" } => (ValueKind.Bool, null),
        { Type: "object", Additional: null, AllowsAny: false } => (ValueKind.Object, Inner(structure, name)),
        _ => (ValueKind.Json, null),
    };

    private static bool IsAtomic(Structure structure) => structure.Source.Text("x-kubernetes-map-type") == "atomic";
}
