using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Validation;

/// <summary>What is said of names that hosts cannot bear.</summary>
internal static class NameWarnings
{
    /// <summary>A new object after which pods are named.</summary>
    public static IEnumerable<string> OfOwner(JsonObject item, JsonObject? old) => Of(item, old, "Pod names and hostnames");

    /// <summary>A new pod.</summary>
    public static IEnumerable<string> OfPod(JsonObject item, JsonObject? old) => Of(item, old, "the Pod's hostname");

    private static IEnumerable<string> Of(JsonObject item, JsonObject? old, string use)
    {
        var faults = old is null ? NameRules.LabelFaults(item.Text("metadata", "name") ?? "") : [];
        return faults is string[] { Length: 0 }
            ? []
            : [$"metadata.name: this is used in {use}, which can result in surprising behavior; a DNS label is recommended: [{string.Join(' ', faults)}]"];
    }
}
