using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>How the server and the nodes know each other.</summary>
/// <param name="ClientCertificate">The certificate by which the server makes itself known to nodes, with its key.</param>
/// <param name="Authority">The authority that signs the nodes' certificates.</param>
public sealed record NodeTrust(X509Certificate2 ClientCertificate, X509Certificate2 Authority);
