using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Codecs;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>What writers of volumes and claims are warned of.</summary>
internal static class StorageWarnings
{
    private const string ClassAnnotation = "volume.beta.kubernetes.io/storage-class";

    private static readonly (string Source, string Message)[] Gone =
    [
        ("cephfs", "deprecated in v1.28, non-functional in v1.31+"),
        ("photonPersistentDisk", "deprecated in v1.11, non-functional in v1.16+"),
        ("rbd", "deprecated in v1.28, non-functional in v1.31+"),
        ("scaleIO", "deprecated in v1.16, non-functional in v1.22+"),
        ("storageos", "deprecated in v1.22, non-functional in v1.25+"),
        ("glusterfs", "deprecated in v1.25, non-functional in v1.26+"),
    ];

    public static IEnumerable<string> PersistentVolume(JsonObject item, JsonObject? old)
    {
        var spec = item["spec"];
        IEnumerable<string> recycled = spec.Text("persistentVolumeReclaimPolicy") == "Recycle"
            ? ["spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning."]
            : [];
        return Annotated(item).Concat(recycled).Concat(Gone.Where(gone => spec.At(gone.Source) is not null).Select(gone => $"spec.{gone.Source}: {gone.Message}"));
    }

    public static IEnumerable<string> PersistentVolumeClaim(JsonObject item, JsonObject? old) =>
        Annotated(item).Concat(Size(item.Text("spec", "resources", "requests", "storage"), "requests")).Concat(Size(item.Text("spec", "resources", "limits", "storage"), "limits"));

    private static IEnumerable<string> Annotated(JsonObject item) =>
        item.At("metadata", "annotations", ClassAnnotation) is null ? [] : [$"metadata.annotations[{ClassAnnotation}]: deprecated since v1.8; use \"storageClassName\" attribute instead"];

    private static IEnumerable<string> Size(string? text, string name) =>
        Quantity.TryParse(text, out var size) && size.MilliValue % 1000 != 0 ? [$"spec.resources.{name}[storage]: fractional byte value \"{text}\" is invalid, must be an integer"] : [];
}
