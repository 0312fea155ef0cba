using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Defaults of bundles of trust anchors and of pods' requests of certificates.</summary>
internal static class PodRequestDefaults
{
    private const int MaxExpirationSeconds = 24 * 60 * 60;

    public static void TrustBundle(JsonObject item) => RequiredFields.Fill(item, CertificatesKinds.ClusterTrustBundles.Schema);

    public static void Request(JsonObject item)
    {
        RequiredFields.Fill(item, CertificatesKinds.PodCertificateRequests.Schema);
        item.Ensure("spec").Default("maxExpirationSeconds", MaxExpirationSeconds);
    }
}
