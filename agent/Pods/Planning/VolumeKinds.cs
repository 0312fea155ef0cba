using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>What matters of volumes here.</summary>
internal static class VolumeKinds
{
    /// <summary>Some volume's content comes from objects that change.</summary>
    public static bool ContentChanges(V1PodSpec spec) =>
        spec.Volumes?.Any(volume => volume.ConfigMap is not null || volume.Secret is not null || volume.DownwardAPI is not null || volume.Projected is not null) == true;
}
