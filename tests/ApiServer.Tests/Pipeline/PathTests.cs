using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>Paths as clients, and proxies before the server, spell them.</summary>
public class PathTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private readonly TestServer _server = fixture.Server;

    /// <summary>The Functions host sends <c>%252F</c> for <c>%2F</c>.</summary>
    [Theory]
    [InlineData("GET", ConfigMaps + "/a%2Fb")]
    [InlineData("DELETE", ConfigMaps + "/a%2Fb")]
    [InlineData("DELETE", ConfigMaps + "%2Fkept")]
    [InlineData("GET", "/api%2Fv1/pods")]
    [InlineData("GET", "/api/v1/namespaces/default%2Fconfigmaps")]
    [InlineData("GET", "/apis/apps%2Fv1")]
    [InlineData("GET", "/healthz%2Fping")]
    public async Task Request_EscapedSlash_IsAnsweredAlikeBehindTheProxy(string method, string path)
    {
        using var kept = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("kept"));
        using var plain = await _server.SendAsync(new HttpMethod(method), path);
        using var proxied = await _server.SendAsync(new HttpMethod(method), path.Replace("%2F", "%252F", StringComparison.Ordinal));
        Assert.Equal(plain.StatusCode, proxied.StatusCode);
        Assert.Equal(await TextAsync(plain), await TextAsync(proxied));

        // It is part of a name, and parts nothing.
        Assert.Equal(HttpStatusCode.NotFound, proxied.StatusCode);
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/kept").JsonAsync();
    }

    [Theory]
    [InlineData("//api/v1/namespaces/default", 404)]
    [InlineData("/api/v1/namespaces/default/", 200)]
    [InlineData("/api//v1/namespaces/default", 404)]
    [InlineData("/api/v1//namespaces/default", 404)]
    [InlineData("/api/v1/namespaces//default", 404)]
    [InlineData("/api/v1/namespaces//pods", 404)]
    [InlineData("/api/v1/namespaces/default//configmaps", 404)]
    [InlineData("/apis//v1", 404)]
    [InlineData("/apis//apps/v1", 404)]
    [InlineData("/apis/apps//v1", 404)]
    [InlineData("/api//v1", 404)]
    [InlineData("/openapi//v3", 404)]
    [InlineData("/apis/", 200)]
    [InlineData("/apis/apps/", 200)]
    [InlineData("/apis/apps/v1/", 200)]
    [InlineData("//healthz", 404)]
    [InlineData("/healthz//ping", 404)]
    [InlineData("//", 404)]
    public async Task Request_DoubleSlash_NamesNothingElse(string path, int code)
    {
        Assert.Equal(code, await RawAsync($"GET {path} HTTP/1.1", "GET " + path));
    }

    [Theory]
    [InlineData(4_000)]
    [InlineData(7_000)]
    [InlineData(20_000)]
    [InlineData(200_000)]
    public async Task Request_VeryLong_IsAnsweredOrRefused(int characters)
    {
        foreach (var target in new[] { $"{ConfigMaps}/{new string('a', characters)}", $"{ConfigMaps}?labelSelector={new string('a', characters)}", $"/{string.Concat(Enumerable.Repeat("a/", characters / 2))}" })
        {
            Assert.InRange(await RawAsync($"GET {target} HTTP/1.1", $"{characters} characters"), 200, 499);
        }

        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default").JsonAsync();
    }

    [Theory]
    [InlineData("GET * HTTP/1.1")]
    [InlineData("OPTIONS * HTTP/1.1")]
    [InlineData("GET http://evil.example/api/v1/pods HTTP/1.1")]
    [InlineData("GET /api/v1/pods%00 HTTP/1.1")]
    [InlineData("GET /%FF%FE HTTP/1.1")]
    [InlineData("GET /api/v1/namespaces/default/configmaps/%C3%A4 HTTP/1.1")]
    [InlineData("GET /api/v1/namespaces/default/configmaps/.. HTTP/1.1")]
    [InlineData("GET /api/v1/namespaces/default/configmaps/%2e%2e HTTP/1.1")]
    [InlineData("GET /api/v1/namespaces/default/configmaps/%25 HTTP/1.1")]
    [InlineData("DELETE /../../admin HTTP/1.1")]
    [InlineData("BREW /api/v1/pods HTTP/1.1")]
    [InlineData("GET /api/v1/pods?%=%&&==&limit=%00 HTTP/1.1")]
    public async Task Request_Odd_IsAnsweredOrRefused(string line)
    {
        Assert.InRange(await RawAsync(line, line), 200, 499);
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default").JsonAsync();
    }

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    /// <summary>Sends a request line as it is, and answers the status code.</summary>
    private async Task<int> RawAsync(string line, string what)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _server.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = new SslStream(socket.GetStream(), false, (_, _, _, _) => true);
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "127.0.0.1" }, TestContext.Current.CancellationToken);
        var host = line.Contains("http://", StringComparison.Ordinal) ? "evil.example" : "a";
        var text = $"{line}\r\nHost: {host}\r\nAuthorization: Bearer {TestServer.AdminToken}\r\nConnection: close\r\n\r\n";
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
            await stream.FlushAsync(TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // What is too long may be refused before all of it is there.
        }

        using var reader = new StreamReader(stream);
        try
        {
            var status = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
            Assert.False(string.IsNullOrEmpty(status), $"no answer to {what}");
            return int.Parse(status.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // The connection was reset while the rest was still being sent: refused all the same.
            return 414;
        }
    }
}
