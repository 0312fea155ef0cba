using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.Host.Certificates;

/// <summary>The cluster's own certificate authority, and the certificates it signs.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    /// <summary>How long the authority is valid.</summary>
    private static readonly TimeSpan AuthorityLifetime = TimeSpan.FromDays(3650);

    /// <summary>How long a certificate that it signs is valid; it is signed anew at a start within <see cref="RenewBefore"/> of the end.</summary>
    private static readonly TimeSpan LeafLifetime = TimeSpan.FromDays(365);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(60);

    /// <summary>Certificates start a little in the past, so that a client whose clock is behind takes them.</summary>
    private static readonly TimeSpan Backdate = TimeSpan.FromMinutes(5);

    private readonly X509Certificate2 _certificate;
    private readonly PkiFolder _folder;
    private readonly TimeProvider _time;

    private CertificateAuthority(X509Certificate2 certificate, PkiFolder folder, TimeProvider time)
    {
        _certificate = certificate;
        _folder = folder;
        _time = time;
    }

    /// <summary>The authority's certificate without its key.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    /// <summary>The authority's certificate in PEM form.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    /// <summary>Reads the authority from the folder, or makes it.</summary>
    public static CertificateAuthority Open(PkiFolder folder, TimeProvider time)
    {
        var stored = folder.Read("ca");
        if (stored is not null)
        {
            return new CertificateAuthority(stored, folder, time);
        }

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=cloudorchestrator-ca", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        var now = time.GetUtcNow();
        var certificate = request.CreateSelfSigned(now - Backdate, now + AuthorityLifetime);
        folder.Write("ca", certificate, key);
        return new CertificateAuthority(certificate, folder, time);
    }

    /// <summary>The certificate of this name, read from the folder, or signed anew where it is missing, soon over or not for these subjects.</summary>
    public X509Certificate2 Issue(string fileName, LeafRequest leaf)
    {
        var stored = _folder.Read(fileName);
        if (stored is not null && stored.NotAfter.ToUniversalTime() > (_time.GetUtcNow() + RenewBefore).UtcDateTime && leaf.IsMetBy(stored))
        {
            return stored;
        }

        stored?.Dispose();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = _time.GetUtcNow();
        using var signed = leaf.ToRequest(key, _certificate).Create(_certificate, now - Backdate, now + LeafLifetime, SerialNumber());
        var certificate = signed.CopyWithPrivateKey(key);
        _folder.Write(fileName, certificate, key);
        return _folder.Read(fileName)!;
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();

    /// <summary>16 random bytes; the first bit is clear, so that the number is positive as X.509 wants it.</summary>
    private static byte[] SerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        return serial;
    }
}
