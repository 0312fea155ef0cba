using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Admission;

/// <summary>What a writer of rules is told of: that they do not rule yet.</summary>
internal static class AdmissionWarnings
{
    public static IEnumerable<string> Webhooks(JsonObject item, JsonObject? old) =>
        item.Objects("webhooks").Any() ? [$"{item.Text("kind")} {item.Text("metadata", "name")} is kept, but its webhooks are not called yet"] : [];

    public static IEnumerable<string> Policy(JsonObject item, JsonObject? old) =>
        [$"{item.Text("kind")} {item.Text("metadata", "name")} is kept, but it is not enforced yet, and its expressions are not evaluated"];
}
