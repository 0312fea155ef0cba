using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core.Pods;

/// <summary>Defaults of where volumes come from, those of pods and PersistentVolumes alike.</summary>
internal static class VolumeSourceDefaults
{
    /// <param name="owner">What holds the source as a member.</param>
    public static void Apply(JsonObject owner)
    {
        (owner["hostPath"] as JsonObject)?.Default("type", "");
        if (owner["iscsi"] is JsonObject iscsi)
        {
            iscsi.Default("lun", 0);
            iscsi.Default("iscsiInterface", "default");
        }

        if (owner["rbd"] is JsonObject rbd)
        {
            rbd.Default("pool", "rbd");
            rbd.Default("user", "admin");
            rbd.Default("keyring", "/etc/ceph/keyring");
        }

        if (owner["azureDisk"] is JsonObject disk)
        {
            disk.Default("cachingMode", "ReadWrite");
            disk.Default("fsType", "ext4");
            disk.Default("readOnly", false);
            disk.Default("kind", "Shared");
        }

        if (owner["scaleIO"] is JsonObject scale)
        {
            scale.Default("storageMode", "ThinProvisioned");
            scale.Default("fsType", "xfs");
        }
    }
}
