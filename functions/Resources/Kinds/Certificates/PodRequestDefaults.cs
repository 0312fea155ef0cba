using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Defaults of bundles of trust anchors and of pods' requests of certificates.</summary>
internal static class PodRequestDefaults
{
    private const int MaxExpirationSeconds = 24 * 60 * 60;

    public static void Request(JsonObject item)
    {
        item.Ensure("spec").Default("maxExpirationSeconds", MaxExpirationSeconds);
    }
}
