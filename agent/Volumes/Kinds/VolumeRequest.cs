using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>A volume to be made.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Volume">The volume, as the pod says it.</param>
/// <param name="Folder">A folder for it alone; not made yet.</param>
internal sealed record VolumeRequest(V1Pod Pod, V1Volume Volume, string Folder)
{
    /// <summary>The group that shall own the volume; null leaves owners alone.</summary>
    public long? Group => Pod.Spec.SecurityContext?.FsGroup;
}
