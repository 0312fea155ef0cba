using System.Globalization;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Defaults of PersistentVolumes.</summary>
internal static class PersistentVolumeDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        item.Ensure("status").Default("phase", "Pending");
        spec.Default("persistentVolumeReclaimPolicy", "Retain");
        spec.Default("volumeMode", "Filesystem");
        VolumeSourceDefaults.Apply(spec);
    }

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => item["status"] = new JsonObject
    {
        ["phase"] = "Pending",
        ["lastPhaseTransitionTime"] = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
    };
}
