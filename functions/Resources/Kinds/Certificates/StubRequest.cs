using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Reads the PKCS#10 requests of kubelets, which say a public key and nothing else.</summary>
internal static class StubRequest
{
    private const string Rsa = "1.2.840.113549.1.1.1";
    private const string EllipticCurve = "1.2.840.10045.2.1";
    private const string Ed25519 = "1.3.101.112";

    /// <summary>P-256, P-384 and P-521, as keys name them: identifiers in DER.</summary>
    private static readonly string[] Curves = ["06082A8648CE3D030107", "06052B81040022", "06052B81040023"];

    private static readonly int[] ModulusBits = [3072, 4096];

    /// <summary>What is wrong with a request in DER; null for nothing. The signature of one of an Ed25519 key is not looked at: the platform verifies none.</summary>
    public static string? Fault(byte[] request) => Load(request, CertificateRequestLoadOptions.SkipSignatureValidation)?.PublicKey switch
    {
        null => "must be a valid PKCS#10 certificate signing request",
        { Oid.Value: Ed25519 } => null,
        var key => KeyFault(key) ?? (Load(request, CertificateRequestLoadOptions.Default) is null ? "could not verify the signature of the certificate signing request" : null),
    };

    /// <summary>The public key that a request is for, as certificates hold it; null for a request that cannot be read.</summary>
    public static byte[]? PublicKey(byte[] request) =>
        Load(request, CertificateRequestLoadOptions.SkipSignatureValidation)?.PublicKey.ExportSubjectPublicKeyInfo();

    private static string? KeyFault(PublicKey key) => key.Oid.Value switch
    {
        Rsa => ModulusBits.Contains(SizeOf(key)) ? null : "RSA keys must have modulus size 3072 or 4096",
        EllipticCurve => Curves.Contains(Convert.ToHexString(key.EncodedParameters?.RawData ?? [])) ? null : "elliptic public keys must use curve P256 or P384",
        _ => "unknown public key type; supported types are Ed25519, ECDSA, and RSA",
    };

    private static int SizeOf(PublicKey key)
    {
        try
        {
            using var rsa = key.GetRSAPublicKey();
            return rsa?.KeySize ?? 0;
        }
        catch (CryptographicException)
        {
            return 0;
        }
    }

    private static CertificateRequest? Load(byte[] request, CertificateRequestLoadOptions options)
    {
        try
        {
            return CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256, options | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException)
        {
            return null;
        }
    }
}
