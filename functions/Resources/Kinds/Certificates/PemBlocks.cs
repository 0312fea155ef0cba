using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace CloudOrchestrator.Resources.Kinds.Certificates;

/// <summary>Reads requests and certificates in PEM.</summary>
internal static class PemBlocks
{
    private const string RequestLabel = "CERTIFICATE REQUEST";
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>Keys whose signatures the platform verifies; a request signed with another, such as Ed25519, is only read.</summary>
    private static readonly string[] VerifiedKeys = ["1.2.840.113549.1.1.1", "1.2.840.10045.2.1"];

    /// <summary>What is wrong with a request of a certificate, in base64 of PEM; null for nothing.</summary>
    public static string? RequestFault(string base64)
    {
        var text = Text(base64);
        if (!PemEncoding.TryFind(text, out var block) || text[block.Label] != RequestLabel)
        {
            return "PEM block type must be CERTIFICATE REQUEST";
        }

        var pem = text[block.Location];
        var key = Load(pem, CertificateRequestLoadOptions.SkipSignatureValidation)?.PublicKey.Oid.Value;
        return key is null ? "asn1: structure error: malformed certificate request"
            : VerifiedKeys.Contains(key) && Load(pem, CertificateRequestLoadOptions.Default) is null ? "x509: verification failure of the certificate request's signature"
            : null;
    }

    /// <summary>What is wrong with certificates, in base64 of PEM; null for nothing.</summary>
    public static string? CertificateFault(string base64)
    {
        if (base64.Length == 0)
        {
            return null;
        }

        ReadOnlySpan<char> rest = Text(base64);
        var blocks = 0;
        while (PemEncoding.TryFind(rest, out var block))
        {
            if (rest[block.Label] is not CertificateLabel)
            {
                return $"only CERTIFICATE PEM blocks are allowed, found \"{rest[block.Label]}\"";
            }

            if (!IsCertificate(rest[block.Base64Data]))
            {
                return "x509: malformed certificate";
            }

            blocks++;
            rest = rest[block.Location.End..];
        }

        return blocks == 0 ? "must contain at least one CERTIFICATE PEM block" : null;
    }

    /// <summary>Why no authority can be read of a bundle in base64 of PEM, in the words of Kubernetes' own client; null where one can.</summary>
    public static string? AuthoritiesFault(string base64)
    {
        ReadOnlySpan<char> rest = Text(base64);
        string? fault = null;
        while (fault is null && rest.Length > 0)
        {
            if (!PemEncoding.TryFind(rest, out var block))
            {
                fault = "unable to parse bytes as PEM block";
            }
            else if (rest[block.Label] is not CertificateLabel)
            {
                rest = rest[block.Location.End..];
            }
            else if (IsCertificate(rest[block.Base64Data]))
            {
                return null;
            }
            else
            {
                fault = "failed to parse certificate: x509: malformed certificate";
            }
        }

        return $"unable to load root certificates: {fault ?? "no valid certificate authority data seen"}";
    }

    private static bool IsCertificate(ReadOnlySpan<char> data)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(data.ToString()));
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static string Text(string base64) => Encoding.ASCII.GetString(Convert.FromBase64String(base64));

    private static CertificateRequest? Load(string pem, CertificateRequestLoadOptions options)
    {
        try
        {
            return CertificateRequest.LoadSigningRequestPem(pem, HashAlgorithmName.SHA256, options | CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException)
        {
            return null;
        }
    }
}
