using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Storage;

/// <summary>Defaults of the kinds of storage.</summary>
internal static class StorageDefaults
{
    public static void StorageClass(JsonObject item)
    {
        item.Default("reclaimPolicy", "Delete");
        item.Default("volumeBindingMode", "Immediate");
    }

    public static void CsiDriver(JsonObject item)
    {
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
}
