using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Admission;

/// <summary>Has volumes and claims stay while they are in use, by finalizers that controllers take away. Pure.</summary>
/// <remarks>Source: Kubernetes' plugin StorageObjectInUseProtection.</remarks>
public static class InUseProtection
{
    /// <summary>Finalizer of claims that pods may use.</summary>
    public const string OfClaims = "kubernetes.io/pvc-protection";

    /// <summary>Finalizer of volumes that claims may be bound to.</summary>
    public const string OfVolumes = "kubernetes.io/pv-protection";

    internal static void AdmitClaim(JsonObject claim) => Protect(claim, OfClaims);

    internal static void AdmitVolume(JsonObject volume) => Protect(volume, OfVolumes);

    private static void Protect(JsonObject item, string finalizer)
    {
        if (!item.Texts("metadata", "finalizers").Contains(finalizer))
        {
            item.Ensure("metadata").Ensure<JsonArray>("finalizers", static () => []).Add(finalizer);
        }
    }
}
