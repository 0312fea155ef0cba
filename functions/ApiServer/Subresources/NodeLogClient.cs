using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace CloudOrchestrator.ApiServer.Subresources;

/// <summary>Fetches logs from the nodes' agents. Both sides prove themselves by certificates of the cluster's authority.</summary>
internal sealed class NodeLogClient(INodeTrust trust) : IDisposable
{
    /// <summary>How long a node may take to take the connection.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    /// <summary>Agents may get new certificates and addresses; connections do not outlive them for long.</summary>
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _loadingOne = new(1, 1);
    private HttpClient? _http;

    /// <summary>Starts to fetch; the answer's body is still to be read.</summary>
    /// <exception cref="NodeTrustException">The credentials cannot be had now.</exception>
    /// <exception cref="HttpRequestException">The node cannot be reached.</exception>
    public async Task<HttpResponseMessage> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        var http = Volatile.Read(ref _http) ?? await LoadAsync(cancellationToken);
        return await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public void Dispose()
    {
        _http?.Dispose();
        _loadingOne.Dispose();
    }

    /// <summary>Makes the client with the credentials, once they are there.</summary>
    private async Task<HttpClient> LoadAsync(CancellationToken cancellationToken)
    {
        await _loadingOne.WaitAsync(cancellationToken);
        try
        {
            if (_http is { } loaded)
            {
                return loaded;
            }

            var made = NewClient(await TrustAsync(cancellationToken) ?? throw new NodeTrustException("this server has no credentials by which nodes give it logs"));
            Volatile.Write(ref _http, made);
            return made;
        }
        finally
        {
            _loadingOne.Release();
        }
    }

    private async ValueTask<NodeTrust?> TrustAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await trust.GetAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // Wherever they are kept, and however that fails: the next request tries again.
            throw new NodeTrustException("the credentials by which nodes give logs cannot be loaded now", fault);
        }
    }

    private static HttpClient NewClient(NodeTrust trust) => new(new SocketsHttpHandler
    {
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificates = [trust.ClientCertificate],
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => IsNode(certificate, errors, trust.Authority),
        },
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Whether the certificate is one that the cluster's authority gave to this address.</summary>
    private static bool IsNode(X509Certificate? certificate, SslPolicyErrors errors, X509Certificate2 authority)
    {
        if (certificate is null || (errors & SslPolicyErrors.RemoteCertificateNameMismatch) != 0)
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
