using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Reading;

namespace CloudOrchestrator.Controllers.StorageProtection;

/// <summary>What the protection of a volume or a claim needs done. Pure.</summary>
internal static class ProtectionPlan
{
    /// <summary>What to do.</summary>
    public enum Step
    {
        /// <summary>Nothing.</summary>
        None,

        /// <summary>It has no protection, as where it was made before there was any: give it.</summary>
        Protect,

        /// <summary>It is to go: let it, unless it is in use.</summary>
        ReleaseUnlessUsed,
    }

    /// <param name="item">The volume or claim; null for none.</param>
    /// <param name="finalizer">What protects it.</param>
    public static Step Decide(ResourceObject? item, string finalizer)
    {
        var isProtected = item is not null && item.Read(document => document.At("metadata").Elements("finalizers").Any(one => one.GetString() == finalizer));
        return item is null || isProtected != item.IsDeleting ? Step.None : isProtected ? Step.ReleaseUnlessUsed : Step.Protect;
    }

    /// <summary>Whether a claim holds a volume.</summary>
    public static bool IsBound(JsonObject volume) => volume.Text("status", "phase") == "Bound";
}
