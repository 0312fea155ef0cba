using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Node;

/// <summary>What writers of classes of container runtime are warned of: old labels by which they choose nodes.</summary>
internal static class RuntimeClassWarnings
{
    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) =>
        NodeLabelWarnings.Keys(item.At("scheduling", "nodeSelector")).Select(static label => $"scheduling.nodeSelector: {label.Why}");
}
