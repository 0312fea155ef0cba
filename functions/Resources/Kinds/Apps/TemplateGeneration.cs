using System.Globalization;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>Counts the templates of a DaemonSet, in the annotation that older clients look at.</summary>
internal static class TemplateGeneration
{
    private const string Annotation = "deprecated.daemonset.template.generation";

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => Set(item, Math.Max(1, Of(item)));

    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var isSame = JsonNode.DeepEquals(Completed(item), old.At("spec", "template"));
        Set(item, isSame ? Of(old) : Of(old) + 1);
    }

    /// <summary>The template that will be stored.</summary>
    private static JsonNode? Completed(JsonObject item)
    {
        var copy = (JsonObject)item.DeepClone();
        WorkloadDefaults.DaemonSet(copy);
        return copy.At("spec", "template");
    }

    private static long Of(JsonObject item) =>
        long.TryParse(item.Text("metadata", "annotations", Annotation), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static void Set(JsonObject item, long number) =>
        item.Ensure("metadata").Ensure("annotations")[Annotation] = number.ToString(CultureInfo.InvariantCulture);
}
