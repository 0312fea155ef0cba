using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>What writers of what makes pods from a template are warned of.</summary>
internal static class WorkloadWarnings
{
    /// <summary>Of kinds whose pods bear their name and more.</summary>
    public static IEnumerable<string> Named(JsonObject item, JsonObject? old) => NameWarnings.OfOwner(item, old).Concat(PodWarnings.Template(item, old));

    public static IEnumerable<string> StatefulSet(JsonObject item, JsonObject? old)
    {
        var warnings = PodWarnings.Template(item, old);
        return item.Integer("spec", "revisionHistoryLimit") < 0
            ? warnings.Append("spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended")
            : warnings;
    }
}
