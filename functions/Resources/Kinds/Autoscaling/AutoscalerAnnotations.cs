using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;

namespace CloudOrchestrator.Resources.Kinds.Autoscaling;

/// <summary>The annotations in which v1 holds what it has no fields for. One that cannot be understood counts for nothing, as in Kubernetes.</summary>
internal static class AutoscalerAnnotations
{
    public const string Metrics = "autoscaling.alpha.kubernetes.io/metrics";
    public const string Behavior = "autoscaling.alpha.kubernetes.io/behavior";
    public const string Conditions = "autoscaling.alpha.kubernetes.io/conditions";
    public const string CurrentMetrics = "autoscaling.alpha.kubernetes.io/current-metrics";

    private static readonly string[] All = [Metrics, Behavior, Conditions, CurrentMetrics];

    /// <summary>Takes them off a document, of whatever version: none but v1 has them, and v1 only those that are made for it.</summary>
    public static void Remove(JsonObject item)
    {
        if (item["metadata"] is JsonObject metadata && metadata["annotations"] is JsonObject annotations && All.Count(annotations.Remove) > 0 && annotations.Count == 0)
        {
            metadata.Remove("annotations");
        }
    }

    /// <summary>The elements of the list that an annotation holds; null where it holds none.</summary>
    /// <param name="item">The document.</param>
    /// <param name="annotation">The annotation.</param>
    /// <param name="type">The type of the elements.</param>
    public static IReadOnlyList<JsonObject>? List(JsonObject item, string annotation, string type)
    {
        if (Value(item, annotation) is not JsonArray list)
        {
            return null;
        }

        var read = list.Select(one => one is null ? [] : Typed(one, type)).OfType<JsonObject>().ToList();
        return read.Count == list.Count ? read : null;
    }

    /// <summary>The object that an annotation holds, its members called as Go calls them or as JSON does; null where it holds none.</summary>
    public static JsonObject? Object(JsonObject item, string annotation, string type) =>
        Value(item, annotation) is JsonObject found && Typed(Named(found, char.ToLowerInvariant)!, type) is { Count: > 0 } typed ? typed : null;

    /// <summary>Writes an annotation, where there is anything to write.</summary>
    public static void Set(JsonObject item, string annotation, JsonNode? value)
    {
        if (value is null or JsonArray { Count: 0 })
        {
            return;
        }

        var metadata = item.Ensure("metadata");
        var annotations = metadata["annotations"] as JsonObject ?? [];
        annotations[annotation] = GoText.Json(value);
        metadata["annotations"] = new JsonObject(annotations.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => KeyValuePair.Create(one.Key, one.Value?.DeepClone())));
    }

    /// <summary>Behavior as Kubernetes writes it in its annotation: every member, called as Go calls them.</summary>
    public static JsonObject? Written(JsonNode? behavior) => behavior is null ? null : new JsonObject
    {
        ["ScaleUp"] = Rules(behavior["scaleUp"]),
        ["ScaleDown"] = Rules(behavior["scaleDown"]),
    };

    private static JsonObject? Rules(JsonNode? rules) => rules is null ? null : new JsonObject
    {
        ["StabilizationWindowSeconds"] = rules["stabilizationWindowSeconds"]?.DeepClone(),
        ["SelectPolicy"] = rules["selectPolicy"]?.DeepClone(),
        ["Policies"] = Named(rules["policies"], char.ToUpperInvariant),
        ["Tolerance"] = rules["tolerance"]?.DeepClone(),
    };

    private static JsonNode? Value(JsonObject item, string annotation) =>
        item.Text("metadata", "annotations", annotation) is { } text ? JsonDocuments.TryParse(text) : null;

    /// <summary>A value as its type has it; null where it is of another one.</summary>
    private static JsonObject? Typed(JsonNode value, string type)
    {
        if (value is not JsonObject item)
        {
            return null;
        }

        var errors = new List<string>();
        var typed = CanonicalForm.Of(item, SchemaTable.BuiltIn.Get("k8s.io.api.autoscaling." + type), errors);
        typed.Remove("kind");
        typed.Remove("apiVersion");
        return errors.Count > 0 ? null : typed;
    }

    /// <summary>A value whose members' names begin otherwise.</summary>
    private static JsonNode? Named(JsonNode? value, Func<char, char> first) => value switch
    {
        JsonObject members => new JsonObject(members
            .Select(member => KeyValuePair.Create(member.Key.Length == 0 ? "" : first(member.Key[0]) + member.Key[1..], Named(member.Value, first)))
            .DistinctBy(member => member.Key)),
        JsonArray elements => new JsonArray([.. elements.Select(element => Named(element, first))]),
        _ => value?.DeepClone(),
    };
}
