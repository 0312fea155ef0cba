using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds.Core.Pods;
using CloudOrchestrator.Resources.Writing;

namespace CloudOrchestrator.Resources.Kinds.Core.Storage;

/// <summary>Defaults of PersistentVolumes.</summary>
internal static class PersistentVolumeDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        Status(item);
        spec.Default("persistentVolumeReclaimPolicy", "Retain");
        spec.Default("volumeMode", "Filesystem");
        VolumeSourceDefaults.Apply(spec);
    }

    public static void Status(JsonObject item) => item.Ensure("status").Default("phase", "Pending");

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => item["status"] = new JsonObject
    {
        ["phase"] = "Pending",
        ["lastPhaseTransitionTime"] = Preparation.TimeText(now),
    };

    /// <summary>A change of phase is dated, unless it comes with a date of its own.</summary>
    public static void PrepareStatus(JsonObject item, JsonObject old, Subresource subresource, DateTimeOffset now)
    {
        var (status, before) = (item.Ensure("status"), old["status"]);
        if (status.Text("phase") != before.Text("phase") && (status.Text("lastPhaseTransitionTime") is not { } dated || dated == before.Text("lastPhaseTransitionTime")))
        {
            status["lastPhaseTransitionTime"] = Preparation.TimeText(now);
        }
    }
}
