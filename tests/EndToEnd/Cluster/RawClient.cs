using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>Plain HTTP with what the kubeconfig holds: server, CA, token.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly X509Certificate2 _authority;
    private readonly HttpClient _http;

    public RawClient(string kubeconfig, bool withToken = true)
    {
        var lines = File.ReadAllLines(kubeconfig);
        _authority = X509CertificateLoader.LoadCertificate(PemBytes(Encoding.ASCII.GetString(Convert.FromBase64String(Value(lines, "certificate-authority-data")))));
        _http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions =
            {
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { _authority },
                    RevocationMode = X509RevocationMode.NoCheck,
                },
            },
        })
        {
            BaseAddress = new Uri(Value(lines, "server")),
        };
        if (withToken)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Value(lines, "token"));
        }
    }

    public async Task<(HttpStatusCode Code, JsonNode? Body)> SendAsync(HttpMethod method, string path, string? contentType, ReadOnlyMemory<byte> body)
    {
        using var request = new HttpRequestMessage(method, path);
        if (contentType is not null)
        {
            request.Content = new ReadOnlyMemoryContent(body);
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text) : JsonValue.Create(text));
    }

    public async Task<JsonNode> GetAsync(string path)
    {
        var (code, body) = await SendAsync(HttpMethod.Get, path, null, default);
        return code == HttpStatusCode.OK ? body! : throw new InvalidOperationException($"GET {path}: {code} {body}");
    }

    public void Dispose()
    {
        _http.Dispose();
        _authority.Dispose();
    }

    private static string Value(string[] lines, string key) =>
        lines.Select(line => line.Trim()).First(line => line.StartsWith(key + ": ", StringComparison.Ordinal))[(key.Length + 2)..];

    private static byte[] PemBytes(string pem) => Convert.FromBase64String(string.Concat(pem.Split('\n').Where(line => !line.StartsWith("-----", StringComparison.Ordinal))));
}
