using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>What writers of nodes are warned of: fields that nothing reads.</summary>
internal static class NodeWarnings
{
    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) => Warnings.All(
        item.At("spec", "configSource") is null ? [] : ["spec.configSource: the feature is removed"],
        item.Text("spec", "externalID") is { Length: > 0 } ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : []);
}
