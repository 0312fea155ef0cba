using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Kinds.Validation;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>What writers of volumes and claims are warned of.</summary>
internal static class StorageWarnings
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    public static IEnumerable<string> PersistentVolume(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        return Warnings.All(
            Annotated(item),
            spec.Text("persistentVolumeReclaimPolicy") == "Recycle"
                ? ["spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."]
                : [],
            spec.At("nodeAffinity", "required") is { } required ? Nodes(required) : [],
            Gone(spec));
    }

    public static IEnumerable<string> PersistentVolumeClaim(JsonObject item, JsonObject? old) =>
        Warnings.All(Annotated(item), item["spec"] is { } spec ? ByteWarnings.Claim(spec, "spec") : []);

    private static IEnumerable<string> Annotated(JsonObject item) =>
        item.At("metadata", "annotations", ClassAnnotation) is null ? [] : [$"metadata.annotations[{ClassAnnotation}]: deprecated since v1.8; use \"storageClassName\" attribute instead"];

    private static IEnumerable<string> Nodes(JsonNode required) =>
        Paths.Numbered(required, "nodeSelectorTerms", "spec.nodeAffinity.required").SelectMany(static term => NodeLabelWarnings.Expressions(term.Item, term.At));

    private static IEnumerable<string> Gone(JsonNode? spec)
    {
        for (var index = 0; spec is JsonObject members && index < members.Count; index++)
        {
            // Kubernetes says nothing of the other old sources of volumes.
            if (members.GetAt(index).Key is not ("flocker" or "quobyte") && VolumeWarnings.Old(members.GetAt(index).Key) is { } old)
            {
                yield return $"spec.{old.Name}: {old.Why}";
            }
        }
    }
}
