using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>What writers of nodes are warned of: a field that nothing reads.</summary>
internal static class NodeWarnings
{
    public static IEnumerable<string> Of(JsonObject item, JsonObject? old) =>
        item.Text("spec", "externalID") is { Length: > 0 } ? ["spec.externalID: this field is deprecated, and is unused by Kubernetes"] : [];
}
