using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Kinds;

namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>The annotation in which client-side apply keeps what it applied. Server-side apply by kubectl takes it over and keeps it up to date, so
/// that users can change from one to the other.</summary>
internal static class LastApplied
{
    /// <summary>The field manager for which this is done.</summary>
    public const string Manager = "kubectl";

    private const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Most characters, keys included, of all annotations together.</summary>
    private const int AnnotationsLengthMax = 256 * 1024;

    /// <summary>The fields that were applied last and still have the value that was applied; null where nothing can be said.</summary>
    public static FieldTree? Unchanged(JsonObject live, ResourceKind kind)
    {
        if (live.Text("metadata", "annotations", Annotation) is not { Length: > 0 } text || Parse(text) is not { } config
            || config.Text("apiVersion") != kind.ApiVersion || ConfigCheck.Faults(config, kind.Schema).Count > 0)
        {
            return null;
        }

        var comparison = FieldComparer.Compare(live, CanonicalForm.Of(config, kind.Schema, []), kind.Schema);
        return FieldSets.Of(config, kind.Schema).Except(comparison.Touched);
    }

    /// <summary>The document with the annotation as it ought to be, where it has one.</summary>
    public static JsonObject Updated(JsonObject document, JsonObject config, WriteContext context)
    {
        if (context.FieldManager != Manager || string.IsNullOrEmpty(document.Text("metadata", "annotations", Annotation)))
        {
            return document;
        }

        var updated = (JsonObject)document.DeepClone();
        var annotations = (JsonObject)updated["metadata"]!["annotations"]!;
        annotations[Annotation] = Written(config);
        if (annotations.Sum(annotation => annotation.Key.Length + (annotation.Value.Text()?.Length ?? 0)) > AnnotationsLengthMax)
        {
            annotations.Remove(Annotation);
        }

        return updated;
    }

    private static JsonObject? Parse(string text) => JsonDocuments.TryParse(text) as JsonObject;

    /// <summary>The configuration as client-side apply writes it: on one line, sorted, without the annotation itself.</summary>
    private static string Written(JsonObject config)
    {
        var written = (JsonObject)Sorted(config)!;
        (written.At("metadata", "annotations") as JsonObject)?.Remove(Annotation);
        return GoText.Json(written) + "\n";
    }

    private static JsonNode? Sorted(JsonNode? value) => value switch
    {
        JsonObject members => new JsonObject(members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray elements => new JsonArray([.. elements.Select(Sorted)]),
        _ => value?.DeepClone(),
    };
}
