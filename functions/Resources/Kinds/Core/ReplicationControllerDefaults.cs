using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of ReplicationControllers and PodTemplates.</summary>
internal static class ReplicationControllerDefaults
{
    /// <summary>The template's labels stand for the selector and for the controller's own labels.</summary>
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("replicas", 1);
        if (spec["template"] is null)
        {
            return;
        }

        PodTemplateDefaults.Of(spec);
        if (spec.At("template", "metadata", "labels") is not JsonObject { Count: > 0 } labels)
        {
            return;
        }

        if (spec["selector"] is not JsonObject { Count: > 0 })
        {
            spec["selector"] = labels.DeepClone();
        }

        var metadata = item.Ensure("metadata");
        if (metadata["labels"] is not JsonObject { Count: > 0 })
        {
            metadata["labels"] = labels.DeepClone();
        }
    }

    public static void PodTemplate(JsonObject item) => PodTemplateDefaults.Of(item);
}
