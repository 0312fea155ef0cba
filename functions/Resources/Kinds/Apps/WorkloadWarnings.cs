using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Apps;

/// <summary>What writers of what makes pods from a template are warned of.</summary>
internal static class WorkloadWarnings
{
    /// <summary>Of kinds whose pods bear their name and more.</summary>
    public static IEnumerable<string> Named(JsonObject item, JsonObject? old) => Warnings.All(NameWarnings.OfOwner(item, old), PodWarnings.Template(item, old));

    public static IEnumerable<string> StatefulSet(JsonObject item, JsonObject? old) => Warnings.All(
        PodWarnings.Template(item, old),
        item.At("spec", "volumeClaimTemplates") is JsonArray { Count: > 0 } ? Claims(item, old is null ? "" : ".Spec") : [],
        item.Integer("spec", "revisionHistoryLimit") < 0
            ? ["spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended"]
            : []);

    /// <summary>The templates of claims, whose paths Kubernetes writes in one way on create and in another on update.</summary>
    private static IEnumerable<string> Claims(JsonObject item, string suffix) =>
        Paths.Numbered(item["spec"], "volumeClaimTemplates", "spec").SelectMany(claim => claim.Item["spec"] is { } spec ? ByteWarnings.Claim(spec, $"{claim.At}{suffix}") : []);
}
