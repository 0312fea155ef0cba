using k8s.Models;

namespace CloudOrchestrator.Volumes.Kinds;

/// <summary>How one kind of volume is made.</summary>
internal interface IVolumeKind
{
    /// <summary>The kind's name in the folder of a pod's volumes.</summary>
    string Name { get; }

    /// <summary>Whether a volume is of this kind.</summary>
    bool Matches(V1Volume volume);

    /// <summary>Makes the volume, or brings it up to date.</summary>
    /// <exception cref="VolumeException">It cannot be made, for a reason that the pod's owner can mend.</exception>
    /// <returns>Where it is on the machine.</returns>
    Task<string> PrepareAsync(VolumeRequest request, CancellationToken cancellationToken);
}
