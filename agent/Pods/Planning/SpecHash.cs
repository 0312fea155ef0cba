using System.Security.Cryptography;
using System.Text;
using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>A digest of what a running container cannot follow.</summary>
internal static class SpecHash
{
    private const int DigestBytes = 8;

    /// <summary>
    /// The image alone can be changed in a pod that exists. Nothing else goes in, so that a server that fills in one more
    /// default restarts nothing.
    /// </summary>
    public static string Of(V1Container container) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{container.Name}\n{container.Image}")).AsSpan(0, DigestBytes));
}
