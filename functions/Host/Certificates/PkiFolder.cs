using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.Host.Certificates;

/// <summary>The folder of certificates and keys: <c>NAME.crt</c> and <c>NAME.key</c> in PEM form, keys readable by their owner alone.</summary>
internal sealed class PkiFolder(string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>The certificate of this name with its key, or null when it is not there.</summary>
    /// <exception cref="InvalidDataException">A file is there but holds no certificate and key that belong together.</exception>
    public X509Certificate2? Read(string name)
    {
        var (certificateFile, keyFile) = Files(name);
        if (!File.Exists(certificateFile) || !File.Exists(keyFile))
        {
            return null;
        }

        try
        {
            return X509Certificate2.CreateFromPemFile(certificateFile, keyFile);
        }
        catch (CryptographicException fault)
        {
            throw new InvalidDataException($"{certificateFile}: not a certificate that belongs to {keyFile}: {fault.Message}", fault);
        }
    }

    /// <summary>Keeps a certificate and its key. The key goes first: a certificate never stands there without its key.</summary>
    public void Write(string name, X509Certificate2 certificate, ECDsa key)
    {
        Directory.CreateDirectory(Path);
        var (certificateFile, keyFile) = Files(name);
        File.Delete(certificateFile);
        PrivateFile.Write(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n", OwnerOnly);
        PrivateFile.Write(certificateFile, certificate.ExportCertificatePem() + "\n", OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
    }

    private (string Certificate, string Key) Files(string name) =>
        (System.IO.Path.Combine(Path, name + ".crt"), System.IO.Path.Combine(Path, name + ".key"));
}
