using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;
using k8s.Models;

namespace CloudOrchestrator.Scheduler;

/// <summary>The claims of volumes that a pod names. Pure.</summary>
internal static class PodClaims
{
    /// <summary>The names of its claims, in their order.</summary>
    public static IEnumerable<string> Of(V1Pod pod) => (pod.Spec.Volumes ?? []).Select(volume => volume.PersistentVolumeClaim?.ClaimName).OfType<string>();

    /// <summary>Why no node can take a pod for the sake of its claims, in the words that users see; null where one may.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="claims">The claims that there are.</param>
    public static string? Refuse(V1Pod pod, ResourceState claims) => Of(pod)
        .Select(name => claims.Find(new ObjectName(pod.Metadata.NamespaceProperty, name)) is { } claim ? Refuse(name, claim) : $"persistentvolumeclaim \"{name}\" not found")
        .FirstOrDefault(reason => reason is not null);

    private static string? Refuse(string name, ResourceObject claim) =>
        claim.Read(document => document.Text("status", "phase")) == "Lost" ? $"persistentvolumeclaim \"{name}\" bound to non-existent persistentvolume \"{claim.Read(document => document.Text("spec", "volumeName"))}\""
        : claim.IsDeleting ? $"persistentvolumeclaim \"{name}\" is being deleted"
        : null;
}
