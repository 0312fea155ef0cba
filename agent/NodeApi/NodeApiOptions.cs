using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.NodeApi;

/// <summary>How the node's own API is served.</summary>
/// <param name="Listen">Address and port; port 0 takes a free one.</param>
/// <param name="Certificate">The node's certificate, with its key.</param>
/// <param name="Authority">Who must have signed a caller's certificate.</param>
public sealed record NodeApiOptions(IPEndPoint Listen, X509Certificate2 Certificate, X509Certificate2 Authority);
