using System.Net;
using System.Text;
using CloudOrchestrator.ApiServer.Tests.Handlers;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>Headers by which platforms and proxies speak of callers. Whoever reaches the server can send them, so that they give nobody any right.</summary>
public class ForgedHeaderTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private static readonly string Principal = Convert.ToBase64String(Encoding.UTF8.GetBytes(
        """{"auth_typ":"aad","claims":[{"typ":"name","val":"kubernetes-admin"},{"typ":"roles","val":"system:masters"}]}"""));

    private readonly TestServer _server = fixture.Server;

    public static TheoryData<string, string> Forged => new()
    {
        { "X-Forwarded-For", "127.0.0.1" },
        { "X-Forwarded-Host", "localhost" },
        { "X-Forwarded-Proto", "https" },
        { "Forwarded", "for=127.0.0.1;host=localhost;proto=https" },
        { "X-Original-URL", "/healthz" },
        { "X-Rewrite-URL", "/healthz" },
        { "X-HTTP-Method-Override", "GET" },
        { "X-MS-CLIENT-PRINCIPAL", Principal },
        { "X-MS-CLIENT-PRINCIPAL-NAME", "kubernetes-admin" },
        { "X-MS-CLIENT-PRINCIPAL-ID", "kubernetes-admin" },
        { "X-MS-TOKEN-AAD-ACCESS-TOKEN", TestServer.AdminToken },
        { "X-ARR-ClientCert", Convert.ToBase64String([1, 2, 3]) },
        { "X-Client-Cert", "kubernetes-admin" },
        { "X-Remote-User", "kubernetes-admin" },
        { "X-Remote-Group", "system:masters" },
        { Replays.Header, "11111111-1111-1111-1111-111111111111" },
        { "X-Azure-Functions-InvocationId", "11111111-1111-1111-1111-111111111111" },
        { "x-functions-key", "11111111" },
        { "Impersonate-User", "kubernetes-admin" },
        { "Impersonate-Group", "system:masters" },
        { "Impersonate-Uid", "1" },
        { "Impersonate-Extra-scopes", "all" },
    };

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Request_WithoutCredentials_Is401WhateverElseItSays(string header, string value)
    {
        foreach (var (method, path) in new[] { ("GET", "/api/v1/pods"), ("GET", "/api"), ("DELETE", "/api/v1/namespaces/default"), ("GET", "/nothing") })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), path);
            request.Headers.TryAddWithoutValidation(header, value);
            await _server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(401, "Unauthorized");
        }

        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default").JsonAsync();
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task Request_OfANode_StaysTheNodes(string header, string value)
    {
        using var client = _server.NewClient(TestServer.NodeToken);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews") { Content = new StringContent("{}") };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TryAddWithoutValidation(header, value);
        if (header == "Impersonate-User")
        {
            await client.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(403, "Forbidden");
            return;
        }

        if (header.StartsWith("Impersonate-", StringComparison.Ordinal))
        {
            // Without a user it is nobody's.
            await client.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(400, "BadRequest");
            return;
        }

        var review = await client.SendAsync(request, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("system:node:n1", (string?)review["status"]!["userInfo"]!["username"]);
        Assert.DoesNotContain("system:masters", review.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/apis")]
    [InlineData("GET", "/apis/apps/v1")]
    [InlineData("GET", "/openapi/v2")]
    [InlineData("GET", "/openapi/v3")]
    [InlineData("GET", "/version")]
    [InlineData("GET", "/healthz?verbose")]
    [InlineData("GET", "/nothing")]
    [InlineData("GET", "/api/v1/namespaces/default")]
    [InlineData("GET", "/api/v1/namespaces/default/pods")]
    [InlineData("POST", "/api/v1/namespaces/default/pods")]
    [InlineData("DELETE", "/api/v1/namespaces/default/pods/missing")]
    public async Task Answer_Any_HoldsNoForgedHost(string method, string path)
    {
        using var request = Forge(method, path);
        request.Headers.Host = "evil.example";
        using var answer = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode < 500, text);
        Assert.DoesNotContain("evil.example", text + answer.Headers + answer.Content.Headers, StringComparison.Ordinal);
    }

    /// <summary>The one answer that says where the server is says where it was asked.</summary>
    [Fact]
    public async Task Answer_OwnAddress_IsWhereItWasAskedAndNotWhatIsForged()
    {
        using var request = Forge("GET", "/api");
        var versions = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken).JsonAsync();
        Assert.Equal(_server.Address.Authority, (string?)versions["serverAddressByClientCIDRs"]![0]!["serverAddress"]);
    }

    private static HttpRequestMessage Forge(string method, string path)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        foreach (var header in new[] { "X-Forwarded-Host", "X-Forwarded-For", "X-Original-Host", "X-Host", "Forwarded" })
        {
            request.Headers.TryAddWithoutValidation(header, "evil.example");
        }

        return request;
    }
}
