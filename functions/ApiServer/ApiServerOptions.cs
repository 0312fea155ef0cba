using System.Security.Cryptography.X509Certificates;
using CloudOrchestrator.Resources;

namespace CloudOrchestrator.ApiServer;

/// <summary>What the API server is told by its host.</summary>
public sealed class ApiServerOptions
{
    /// <summary>Bearer tokens and whose they are.</summary>
    public required IReadOnlyDictionary<string, UserInfo> Tokens { get; init; }

    /// <summary>What the server shows to a node's own API; null where no node has one.</summary>
    public X509Certificate2? NodeClientCertificate { get; init; }

    /// <summary>Who signed the nodes' certificates.</summary>
    public X509Certificate2? NodeCertificateAuthority { get; init; }
}
