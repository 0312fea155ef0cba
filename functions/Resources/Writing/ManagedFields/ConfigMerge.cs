using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>Merges an applied configuration into a live document: what it says counts, and of what it says nothing the live value stays.</summary>
internal static class ConfigMerge
{
    /// <summary>The merged document; both are left as they are.</summary>
    public static JsonObject Merge(JsonObject live, JsonObject config, TypeSchema schema) =>
        (JsonObject)Merge((JsonNode)live, config, FieldShape.Of(schema))!;

    private static JsonNode? Merge(JsonNode? live, JsonNode? config, FieldShape shape) => shape.For(live, config) switch
    {
        // Null says nothing of the members of something that is divided.
        FieldForm.Struct or FieldForm.Map when config is null => live?.DeepClone(),
        FieldForm.ListMap or FieldForm.Set when config is null => live?.DeepClone(),
        FieldForm.Struct or FieldForm.Map => Members(live as JsonObject ?? [], (JsonObject)config, shape),
        FieldForm.ListMap or FieldForm.Set => Elements(live as JsonArray ?? [], (JsonArray)config, shape),
        _ => config?.DeepClone(),
    };

    private static JsonObject Members(JsonObject live, JsonObject config, FieldShape shape)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in live)
        {
            merged[name] = config.TryGetPropertyValue(name, out var said) ? Member(name, value, said, shape) : value?.DeepClone();
        }

        foreach (var (name, value) in config.Where(member => !live.ContainsKey(member.Key)))
        {
            merged[name] = Member(name, null, value, shape);
        }

        return merged;
    }

    private static JsonNode? Member(string name, JsonNode? live, JsonNode? config, FieldShape shape) =>
        shape.Member(name) is { } inner ? Merge(live, config, inner) : config?.DeepClone();

    /// <summary>The live elements keep their places; new ones follow in the order of the configuration.</summary>
    private static JsonArray Elements(JsonArray live, JsonArray config, FieldShape shape)
    {
        var applied = new Dictionary<string, JsonNode?>();
        foreach (var one in config)
        {
            applied.TryAdd(PathElements.Of(one, shape) ?? "", one);
        }

        var merged = new JsonArray();
        foreach (var one in live)
        {
            var element = PathElements.Of(one, shape) ?? "";
            merged.Add(applied.Remove(element, out var value) ? Merge(one, value, shape.Element) : one?.DeepClone());
        }

        foreach (var value in applied.Values)
        {
            merged.Add(value?.DeepClone());
        }

        return merged;
    }
}
