using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Fetches logs from the nodes' agents. Both sides prove themselves by certificates of the cluster's authority.</summary>
internal sealed class NodeLogClient : IDisposable
{
    /// <summary>How long a node may take to take the connection.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Agents may get new certificates and addresses; connections do not outlive them for long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly ApiServerOptions _options;
    private readonly HttpClient _http;

    public NodeLogClient(ApiServerOptions options)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            SslOptions = new SslClientAuthenticationOptions
            {
                ClientCertificates = options.NodeClientCertificate is { } own ? [own] : [],
                RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsNode(certificate, errors),
            },
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Starts to fetch; the answer's body is still to be read.</summary>
    /// <exception cref="HttpRequestException">The node cannot be reached.</exception>
    public Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken) =>
        _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    public void Dispose() => _http.Dispose();

    /// <summary>Whether the certificate is one that the cluster's authority gave to this address.</summary>
    private bool IsNode(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (_options.NodeCertificateAuthority is not { } authority || certificate is null || (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        using var presented = X509CertificateLoader.LoadCertificate(certificate.GetRawCertData());
        return chain.Build(presented);
    }
}
