using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.Host.Certificates;

/// <summary>What a certificate is to be for.</summary>
/// <param name="CommonName">Subject common name; Kubernetes reads it as the user name of a client certificate.</param>
/// <param name="Organization">Subject organization, read as the group; empty for none.</param>
/// <param name="DnsNames">DNS names of a server.</param>
/// <param name="Addresses">IP addresses of a server.</param>
internal sealed record LeafRequest(
    string CommonName,
    string Organization,
    IReadOnlyList<string> DnsNames,
    IReadOnlyList<IPAddress> Addresses)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    private const string SubjectAlternativeName = "2.5.29.17";

    private string Subject => Organization.Length == 0 ? $"CN={CommonName}" : $"CN={CommonName}, O={Organization}";

    private bool IsServer => DnsNames.Count + Addresses.Count > 0;

    /// <summary>Whether a certificate was issued for this subject and at least these names.</summary>
    public bool IsMetBy(X509Certificate2 certificate)
    {
        if (certificate.SubjectName.Name != new X500DistinguishedName(Subject).Name)
        {
            return false;
        }

        if (!IsServer)
        {
            return true;
        }

        var names = certificate.Extensions
            .Where(extension => extension.Oid?.Value == SubjectAlternativeName)
            .Select(extension => new X509SubjectAlternativeNameExtension(extension.RawData))
            .FirstOrDefault();
        return names is not null
            && DnsNames.All(names.EnumerateDnsNames().Contains)
            && Addresses.All(names.EnumerateIPAddresses().Contains);
    }

    /// <summary>The request to be signed by <paramref name="issuer"/>.</summary>
    public CertificateRequest ToRequest(ECDsa key, X509Certificate2 issuer)
    {
        var request = new CertificateRequest(Subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, true));
        request.CertificateExtensions.Add(
            new X509EnhancedKeyUsageExtension([new Oid(IsServer ? ServerAuthentication : ClientAuthentication)], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(issuer, true, false));
        if (IsServer)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var name in DnsNames)
            {
                names.AddDnsName(name);
            }

            foreach (var address in Addresses)
            {
                names.AddIpAddress(address);
            }

            request.CertificateExtensions.Add(names.Build());
        }

        return request;
    }
}
