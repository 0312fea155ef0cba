using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Preparing;

/// <summary>The certificate by which the API server makes itself known to nodes, its key, and the authority that signed theirs, in the cluster's files:
/// a setting may hold no secret. Whoever may read them may read every Secret of the cluster too.</summary>
internal sealed class StoredNodeTrust(IClusterFiles files) : INodeTrust
{
    private const string File = "node-trust.pem";

    /// <summary>Keeps them: the certificate, its key, the authority, one after the other in PEM form.</summary>
    public ValueTask SaveAsync(X509Certificate2 client, X509Certificate2 authority, CancellationToken cancellationToken)
    {
        using var key = client.GetECDsaPrivateKey() ?? throw new InvalidDataException("The certificate for nodes has no key.");
        var pem = $"{client.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n{authority.ExportCertificatePem()}\n";
        return files.PutAsync(File, Encoding.ASCII.GetBytes(pem), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="StoreException">The file cannot be read, or holds something else.</exception>
    public async ValueTask<NodeTrust?> GetAsync(CancellationToken cancellationToken)
    {
        if (await files.GetAsync(File, cancellationToken).ConfigureAwait(false) is not { } content)
        {
            return null;
        }

        try
        {
            var pem = Encoding.ASCII.GetString(content.Span);
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPem(pem);
            return certificates.Count == 2
                ? new NodeTrust(X509Certificate2.CreateFromPem(certificates[0].ExportCertificatePem(), pem), certificates[1])
                : throw new StoreException($"The cluster's file {File} holds {certificates.Count} certificates, not two.");
        }
        catch (CryptographicException fault)
        {
            throw new StoreException($"The cluster's file {File} is damaged: {fault.Message}", fault);
        }
    }
}
