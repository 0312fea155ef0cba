using System.Net;
using System.Net.Security;

namespace CloudOrchestrator.SingleMachine.Requests;

/// <summary>Clients as the Kubernetes ones are: TLS, HTTP/2.</summary>
internal static class Clients
{
    /// <summary>A client with a connection of its own, made on its first request.</summary>
    public static HttpClient Http2(Uri address, string? token, SslClientAuthenticationOptions tls)
    {
        var client = new HttpClient(new SocketsHttpHandler { SslOptions = tls })
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Timeout = TimeSpan.FromMinutes(2),
        };
        if (token is not null)
        {
            client.DefaultRequestHeaders.Add("Authorization", $"Bearer {token}");
        }

        return client;
    }
}
