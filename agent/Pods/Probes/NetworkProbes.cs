using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using k8s.Models;

namespace CloudOrchestrator.Pods.Probes;

/// <summary>Asks a container over the network whether it is well.</summary>
internal static class NetworkProbes
{
    /// <summary>Most of an answer that is read.</summary>
    private const int AnswerBytesMax = 10 * 1024;

    /// <summary>Redirections are not followed: they are a good enough answer. Certificates are the container's own business.</summary>
    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.Zero,
        SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = (_, _, _, _) => true },
    })
    {
        MaxResponseContentBufferSize = AnswerBytesMax,
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>A GET that is answered 200 to 399.</summary>
    public static async Task<(bool Healthy, string Message)> GetAsync(V1HTTPGetAction get, V1Container container, string podAddress, CancellationToken cancellationToken)
    {
        if (PortOf(get.Port, container) is not { } port)
        {
            return (false, $"no port {get.Port}");
        }

        var host = get.Host is { Length: > 0 } own ? own : podAddress;
        var scheme = get.Scheme is { Length: > 0 } given ? given.ToLowerInvariant() : "http";
        var path = get.Path is { Length: > 0 } asked ? asked : "/";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{scheme}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}{(path[0] == '/' ? "" : "/")}{path}");
        request.Headers.TryAddWithoutValidation("User-Agent", "kube-probe/1.37");
        foreach (var header in get.HttpHeaders ?? [])
        {
            request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        }

        using var response = await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        var code = (int)response.StatusCode;
        return code is >= 200 and < 400 ? (true, "") : (false, $"HTTP probe failed with statuscode: {code}");
    }

    /// <summary>A connection that is accepted.</summary>
    public static async Task<(bool Healthy, string Message)> ConnectAsync(V1TCPSocketAction action, V1Container container, string podAddress, CancellationToken cancellationToken)
    {
        if (PortOf(action.Port, container) is not { } port)
        {
            return (false, $"no port {action.Port}");
        }

        using var client = new TcpClient();
        await client.ConnectAsync(action.Host is { Length: > 0 } host ? host : podAddress, port, cancellationToken).ConfigureAwait(false);
        return (true, "");
    }

    /// <summary>A number, or the name of one of the container's ports.</summary>
    private static int? PortOf(IntOrString port, V1Container container) =>
        int.TryParse(port.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : container.Ports?.FirstOrDefault(named => named.Name == port.Value)?.ContainerPort;
}
