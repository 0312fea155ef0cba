using System.Text.Json;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.StorageProtection;

/// <summary>The claims that a pod's volumes are, kept with it: all pods of a namespace are asked when a claim is to go.</summary>
/// <param name="Named">Names of claims that it names.</param>
/// <param name="Own">Names of claims that are made for its ephemeral volumes.</param>
/// <param name="IsScheduled">Whether it has a node: until then no node starts it with a claim that is going.</param>
/// <param name="IsShutDown">Whether its node has done with it, and only finalizers keep it.</param>
internal sealed record PodClaims(IReadOnlyList<string> Named, IReadOnlyList<string> Own, bool IsScheduled, bool IsShutDown)
{
    public IEnumerable<string> All => Named.Concat(Own);

    public static PodClaims Of(ResourceObject pod) => pod.Derived(static pod => pod.Read(document => From(document, pod)));

    /// <summary>Whether the pod uses a claim. One that has ended still does: a claim is in use as long as there is a pod that was started with it.</summary>
    /// <param name="claim">The claim's name.</param>
    /// <param name="isOwner">Whether the claim belongs to the pod.</param>
    public bool Use(string claim, Func<bool> isOwner) => IsScheduled && (Named.Contains(claim) || (!IsShutDown && Own.Contains(claim) && isOwner()));

    private static PodClaims From(JsonElement document, ResourceObject pod)
    {
        var (metadata, volumes) = (document.At("metadata"), document.At("spec").Elements("volumes").ToList());
        return new PodClaims(
            [.. volumes.Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>()],
            [.. volumes.Where(volume => volume.At("ephemeral").ValueKind == JsonValueKind.Object).Select(volume => $"{pod.Name.Name}-{volume.Text("name")}")],
            !string.IsNullOrEmpty(document.Text("spec", "nodeName")),
            pod.IsDeleting && metadata.Integer("deletionGracePeriodSeconds") == 0);
    }
}
