using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>A node of a structural schema: what a value of a custom resource may be. Built once from the definition's JSON, and immutable.</summary>
public sealed class Structure
{
    private Structure(JsonObject source)
    {
        Source = source;
        Type = source.Text("type") ?? "";
        Properties = Named(source["properties"]).ToFrozenDictionary(StringComparer.Ordinal);
        Additional = source["additionalProperties"] is JsonObject additional ? new Structure(additional) : null;
        AllowsAny = source.Flag("additionalProperties");
        Items = source["items"] is JsonObject items ? new Structure(items) : null;
        IsNullable = source.Flag("nullable");
        KeepsUnknown = source.Flag("x-kubernetes-preserve-unknown-fields");
        IsEmbedded = source.Flag("x-kubernetes-embedded-resource");
        IsIntOrString = source.Flag("x-kubernetes-int-or-string");
        ListType = source.Text("x-kubernetes-list-type") ?? "atomic";
        ListMapKeys = [.. source.Texts("x-kubernetes-list-map-keys")];
        Default = source["default"];
        Rules = new ValueRules(source);
        AllOf = Listed(source, "allOf");
        AnyOf = Listed(source, "anyOf");
        OneOf = Listed(source, "oneOf");
        Not = source["not"] is JsonObject not ? new Structure(not) : null;
        HoldsEmbedded = IsEmbedded || Items is { HoldsEmbedded: true } || Additional is { HoldsEmbedded: true } || Properties.Values.Any(member => member.HoldsEmbedded);
    }

    /// <summary>The schema as the definition has it. Not to be changed.</summary>
    public JsonObject Source { get; }

    /// <summary>object, array, string, integer, number or boolean; empty for any.</summary>
    public string Type { get; }

    /// <summary>The members that an object may have, by name.</summary>
    public IReadOnlyDictionary<string, Structure> Properties { get; }

    /// <summary>What every other member holds; null where there may be none.</summary>
    public Structure? Additional { get; }

    /// <summary>Whether every other member may hold anything.</summary>
    public bool AllowsAny { get; }

    /// <summary>What each element of a list holds; null for no list.</summary>
    public Structure? Items { get; }

    /// <summary>Whether null is a value.</summary>
    public bool IsNullable { get; }

    /// <summary>Whether members that are not in <see cref="Properties"/> are kept.</summary>
    public bool KeepsUnknown { get; }

    /// <summary>Whether it is an API object within the object.</summary>
    public bool IsEmbedded { get; }

    /// <summary>Whether it is an API object or there may be one somewhere within it.</summary>
    public bool HoldsEmbedded { get; }

    /// <summary>Whether an integer and a string are both fine.</summary>
    public bool IsIntOrString { get; }

    /// <summary>atomic, set or map.</summary>
    public string ListType { get; }

    /// <summary>The keys of a list map.</summary>
    public IReadOnlyList<string> ListMapKeys { get; }

    /// <summary>What a missing value is set to; null for nothing.</summary>
    public JsonNode? Default { get; }

    /// <summary>What single values have to be like.</summary>
    internal ValueRules Rules { get; }

    /// <summary>Schemas all of which have to hold.</summary>
    internal IReadOnlyList<Structure> AllOf { get; }

    /// <summary>Schemas of which one has to hold at least.</summary>
    internal IReadOnlyList<Structure> AnyOf { get; }

    /// <summary>Schemas exactly one of which has to hold.</summary>
    internal IReadOnlyList<Structure> OneOf { get; }

    /// <summary>A schema that must not hold.</summary>
    internal Structure? Not { get; }

    /// <summary>The structure of a JSON schema.</summary>
    public static Structure Of(JsonObject schema) => new((JsonObject)schema.DeepClone());

    /// <summary>What a member of an object holds; null where nothing is said of it.</summary>
    public Structure? Member(string name) => Properties.GetValueOrDefault(name) ?? Additional;

    private static IEnumerable<KeyValuePair<string, Structure>> Named(JsonNode? properties) =>
        properties is JsonObject members ? members.Where(member => member.Value is JsonObject).Select(member => KeyValuePair.Create(member.Key, new Structure((JsonObject)member.Value!))) : [];

    private static IReadOnlyList<Structure> Listed(JsonObject source, string name) => [.. source.Objects(name).Select(one => new Structure(one))];
}
