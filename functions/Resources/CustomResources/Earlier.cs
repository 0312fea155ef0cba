using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The value that stood in a place before an update: what was wrong with it before may stay as it is.</summary>
/// <param name="IsKnown">Whether it is known what stood there.</param>
/// <param name="Value">What did; null for null.</param>
internal readonly record struct Earlier(bool IsKnown, JsonNode? Value)
{
    /// <summary>Nothing is known, as on a create.</summary>
    public static Earlier None => default;

    /// <summary>What stood in a whole document; null on create.</summary>
    public static Earlier Of(JsonNode? document) => new(document is not null, document);

    /// <summary>Whether the same stands there now.</summary>
    public bool Is(JsonNode? value) => IsKnown && JsonNode.DeepEquals(Value, value);

    /// <summary>What stood in a member.</summary>
    public Earlier Member(string name) => Value is JsonObject members && members.TryGetPropertyValue(name, out var member) ? new(true, member) : None;

    /// <summary>What stood in the elements of a list.</summary>
    public EarlierElements Elements(Structure list) => new(Value as JsonArray, list);
}
