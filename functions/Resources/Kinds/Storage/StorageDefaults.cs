using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Defaults of the kinds of storage.</summary>
internal static class StorageDefaults
{
    public static void StorageClass(JsonObject item)
    {
        RequiredFields.Fill(item, StorageKinds.StorageClasses.Schema);
        item.Default("reclaimPolicy", "Delete");
        item.Default("volumeBindingMode", "Immediate");
    }

    public static void VolumeAttachment(JsonObject item) => RequiredFields.Fill(item, StorageKinds.VolumeAttachments.Schema);

    public static void CsiDriver(JsonObject item)
    {
        RequiredFields.Fill(item, StorageKinds.CsiDrivers.Schema);
        var spec = item.Ensure("spec");
        spec.Default("attachRequired", true);
        spec.Default("podInfoOnMount", false);
        spec.Default("storageCapacity", false);
        spec.Default("fsGroupPolicy", "ReadWriteOnceWithFSType");
        spec.Default("requiresRepublish", false);
        spec.Default("seLinuxMount", false);
        if (!spec.Texts("volumeLifecycleModes").Any())
        {
            spec["volumeLifecycleModes"] = new JsonArray("Persistent");
        }
    }

    public static void CsiNode(JsonObject item) => RequiredFields.Fill(item, StorageKinds.CsiNodes.Schema);

    public static void CsiStorageCapacity(JsonObject item) => RequiredFields.Fill(item, StorageKinds.CsiStorageCapacities.Schema);

    public static void VolumeAttributesClass(JsonObject item) => RequiredFields.Fill(item, StorageKinds.VolumeAttributesClasses.Schema);
}
