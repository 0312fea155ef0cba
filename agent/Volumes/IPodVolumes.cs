using k8s.Models;

namespace CloudOrchestrator.Volumes;

/// <summary>The folders that pods' volumes are.</summary>
public interface IPodVolumes
{
    /// <summary>Makes what is missing of a pod's volumes and brings their content up to date; running it again changes nothing.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<VolumesOutcome> PrepareAsync(V1Pod pod, CancellationToken cancellationToken);

    /// <summary>Removes all that was made for a pod; done already is success.</summary>
    /// <param name="podUid">The pod's uid.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task RemoveAsync(string podUid, CancellationToken cancellationToken);

    /// <summary>The pods for which something was made and not removed.</summary>
    IReadOnlyList<string> Prepared();

    /// <summary>The pod's own folder, for files that are no volume.</summary>
    /// <param name="podUid">The pod's uid.</param>
    string PodFolder(string podUid);
}
