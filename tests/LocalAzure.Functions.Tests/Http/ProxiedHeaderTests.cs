using System.Text.Json;
using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

public sealed class ProxiedHeaderTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Fact]
    public async Task Headers_OfTheHost_TakeThePlaceOfTheClients()
    {
        var headers = await HeadersAsync("""
            X-Azure-Functions-HostVersion: forged
            X-Azure-Functions-InvocationId: forged
            x-ms-invocation-id: forged
            X-Forwarded-For: 10.0.0.1
            X-Forwarded-Host: forged
            X-Forwarded-Proto: https
            """);

        Assert.Equal("4.1037.0.0", headers["X-AZURE-FUNCTIONS-HOSTVERSION"]);
        Assert.True(Guid.TryParse(headers["X-MS-INVOCATION-ID"], out _));
        Assert.Equal(headers["X-MS-INVOCATION-ID"], headers["X-AZURE-FUNCTIONS-INVOCATIONID"]);
        Assert.Equal("127.0.0.1", headers["X-FORWARDED-FOR"]);
        Assert.Equal("cluster.example", headers["X-FORWARDED-HOST"]);
        Assert.Equal("http", headers["X-FORWARDED-PROTO"]);
        Assert.StartsWith("127.0.0.1:", headers["HOST"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_OfTheHostNamedInConnection_StillCome()
    {
        var headers = await HeadersAsync("Connection: x-ms-invocation-id, X-Forwarded-Proto");

        Assert.True(Guid.TryParse(headers["X-MS-INVOCATION-ID"], out _));
        Assert.Equal("http", headers["X-FORWARDED-PROTO"]);
    }

    [Fact]
    public async Task Headers_OfTheClient_PassButForThoseOfTheConnection()
    {
        var headers = await HeadersAsync("""
            Authorization: Bearer abc
            traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
            Accept-Encoding: gzip
            X-ARR-ClientCert: abc
            TE: trailers
            Proxy-Connection: keep-alive
            Keep-Alive: 5
            """);

        Assert.Equal("Bearer abc", headers["AUTHORIZATION"]);
        Assert.Equal("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", headers["TRACEPARENT"]);
        Assert.Equal("gzip", headers["ACCEPT-ENCODING"]);
        Assert.Equal("abc", headers["X-ARR-CLIENTCERT"]);
        Assert.DoesNotContain("TE", headers.Keys);
        Assert.DoesNotContain("PROXY-CONNECTION", headers.Keys);
        Assert.DoesNotContain("KEEP-ALIVE", headers.Keys);
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(301)]
    [InlineData(304)]
    [InlineData(401)]
    [InlineData(409)]
    [InlineData(410)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Status_OfTheHandler_PassesUnchanged(int status)
    {
        using var answer = await shared.App.Client.GetAsync($"/status/{status}", Within.Test).Comes("an answer");

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal("7", answer.Headers.GetValues("Retry-After").Single());
    }

    private async Task<Dictionary<string, string>> HeadersAsync(string lines)
    {
        var close = lines.StartsWith("Connection", StringComparison.Ordinal) ? $"{lines}, close" : $"Connection: close\n{lines}";
        var answer = await RawHttp.SendAsync(shared.App.Host.Address, $"GET /echo HTTP/1.1\nHost: cluster.example\n{close}");
        return RawHttp.Json(answer).GetProperty("headers").Deserialize<Dictionary<string, string>>()!;
    }
}
