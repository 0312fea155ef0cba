using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using CloudOrchestrator.ApiServer.Authentication;
using CloudOrchestrator.ApiServer.Authorization;
using CloudOrchestrator.ApiServer.Requests;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Authentication;

public class AuthenticationTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1/pods")]
    [InlineData("/openapi/v3")]
    [InlineData("/nothing")]
    [InlineData("/healthzz")]
    [InlineData("/versions")]
    public async Task Request_WithoutCredentials_Is401(string path)
    {
        using var answer = await _server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        var (_, message) = await Task.FromResult(answer).StatusAsync(401, "Unauthorized");
        Assert.Equal("Unauthorized", message);
    }

    [Theory]
    [InlineData("/version")]
    [InlineData("/healthz")]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/livez/ping")]
    [InlineData("/readyz?verbose")]
    public async Task Request_OpenPath_NeedsNoCredentials(string path)
    {
        using var answer = await _server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer ")]
    [InlineData("Bearer")]
    [InlineData("Basic YTpi")]
    [InlineData("admin-token-of-the-tests")]
    [InlineData("Bearer admin-token-of-the-test")]
    public async Task Request_WrongCredentials_Is401(string authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        await _server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(401, "Unauthorized");
    }

    [Fact]
    public async Task Request_SchemeInAnyCase_IsTaken()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api");
        request.Headers.Authorization = new AuthenticationHeaderValue("bearer", TestServer.AdminToken);
        await _server.Anonymous.SendAsync(request, TestContext.Current.CancellationToken).JsonAsync();
    }

    [Theory]
    [InlineData(TestServer.AdminToken, "kubernetes-admin", "v1")]
    [InlineData(TestServer.NodeToken, "system:node:n1", "v1beta1")]
    public async Task SelfSubjectReview_Sender_IsNamed(string token, string name, string version)
    {
        using var client = _server.NewClient(token);
        using var content = new StringContent("""{"kind":"SelfSubjectReview"}""", MediaTypeHeaderValue.Parse("application/json"));
        var review = await client.PostAsync($"/apis/authentication.k8s.io/{version}/selfsubjectreviews", content, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(name, (string?)review["status"]!["userInfo"]!["username"]);
        Assert.Equal($"authentication.k8s.io/{version}", (string?)review["apiVersion"]);
    }

    [Fact]
    public async Task Request_TokenKnownByItsHash_IsItsUsers()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("a token"u8));
        await using var server = await TestServer.StartAsync(new ApiServerOptions
        {
            Tokens = TestServer.Tokens,
            TokenHashes = new Dictionary<string, UserInfo> { [hash] = new("jane", ["devs"]) },
        });
        Assert.Equal("jane", await NameAsync("a token"));
        Assert.Equal("kubernetes-admin", await NameAsync(TestServer.AdminToken));
        using var client = server.NewClient(hash);
        await client.GetAsync("/api", TestContext.Current.CancellationToken).StatusAsync(401, "Unauthorized");

        async Task<string?> NameAsync(string token)
        {
            using var client = server.NewClient(token);
            using var content = new StringContent("{}", MediaTypeHeaderValue.Parse("application/json"));
            var review = await client.PostAsync("/apis/authentication.k8s.io/v1/selfsubjectreviews", content, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Created);
            return (string?)review["status"]!["userInfo"]!["username"];
        }
    }

    [Theory]
    [InlineData("", "jane")]
    [InlineData("abc", "jane")]
    [InlineData("2BB80D537B1DA3E38BD30361AA855686BDE0EACD7162FEF6A25FE97BF527A25B", "jane")]
    [InlineData("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25g", "jane")]
    [InlineData("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b00", "jane")]
    [InlineData("2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b", "")]
    public void Options_TokenHashThatIsNone_AreNotTaken(string hash, string user)
    {
        var options = new ApiServerOptions { TokenHashes = new Dictionary<string, UserInfo> { [hash] = new(user, []) } };
        Assert.Throws<ArgumentException>(() => new ServiceCollection().AddApiServer(options));
    }

    [Fact]
    public async Task SelfSubjectAccessReview_Known_IsAllowed()
    {
        var review = await _server.PostAsync("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", """{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}""").JsonAsync(HttpStatusCode.Created);
        Assert.True((bool?)review["status"]!["allowed"]);
    }

    [Fact]
    public async Task Review_Get_Is405() => await _server.SendAsync(HttpMethod.Get, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews").StatusAsync(405, "MethodNotAllowed");

    [Fact]
    public async Task Impersonation_ByAdministrator_ActsAsTheOther()
    {
        var review = await _server.SendAsync(
            HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", "application/json", ("Impersonate-User", "jane"), ("Impersonate-Group", "devs")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("jane", (string?)review["status"]!["userInfo"]!["username"]);
        Assert.Equal("""["devs","system:authenticated"]""", review["status"]!["userInfo"]!["groups"]!.ToJsonString());
    }

    [Theory]
    [InlineData("system:serviceaccount:ci:builder", null, """["system:serviceaccounts","system:serviceaccounts:ci","system:authenticated"]""")]
    [InlineData("system:serviceaccount:ci:builder", "devs", """["devs","system:authenticated"]""")]
    [InlineData("system:serviceaccount:no/namespace:builder", null, """["system:authenticated"]""")]
    [InlineData("jane", null, """["system:authenticated"]""")]
    [InlineData("jane", "system:authenticated", """["system:authenticated"]""")]
    public async Task Impersonation_OfSomebody_HasTheGroupsThatSuchOnesHave(string name, string? group, string groups)
    {
        (string, string)[] headers = group is null ? [("Impersonate-User", name)] : [("Impersonate-User", name), ("Impersonate-Group", group)];

        var review = await _server.SendAsync(HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", "application/json", headers).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(groups, review["status"]!["userInfo"]!["groups"]!.ToJsonString());
    }

    [Fact]
    public async Task Impersonation_WithUidAndFurtherAttributes_HasThem()
    {
        var review = await _server.SendAsync(
            HttpMethod.Post, "/apis/authentication.k8s.io/v1/selfsubjectreviews", "{}", "application/json",
            ("Impersonate-User", "jane"), ("Impersonate-Uid", "06f6"), ("Impersonate-Extra-Scopes", "view"), ("Impersonate-Extra-Acme.com%2FProject", "p")).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(
            """{"username":"jane","uid":"06f6","groups":["system:authenticated"],"extra":{"scopes":["view"],"acme.com/project":["p"]}}""",
            review["status"]!["userInfo"]!.ToJsonString());
    }

    [Theory]
    [InlineData("jane")]
    [InlineData("")]
    public async Task Impersonation_ByTwoHeaders_IsOfTheFirst(string first)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers["Impersonate-User"] = new StringValues([first, "joe"]);
        var sender = TestServer.Tokens[TestServer.AdminToken];
        var outcome = await Impersonation.ResolveAsync(new ApiRequest(http, new RequestInfo { Path = "", Verb = "get" }, sender, ""), new AuthenticatedMayAll());

        Assert.Equal(first.Length > 0 ? first : sender.Name, Assert.IsType<ImpersonationOutcome.Acting>(outcome).User.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("system:authenticated")]
    [InlineData("system:unauthenticated")]
    public async Task Impersonation_OfNobodyKnown_MayNoMoreThanSuchOnesMay(string? group)
    {
        (string, string)[] headers = group is null ? [("Impersonate-User", "system:anonymous")] : [("Impersonate-User", "system:anonymous"), ("Impersonate-Group", group)];

        var (_, message) = await _server.SendAsync(HttpMethod.Get, "/api/v1/pods", headers: headers).StatusAsync(403, "Forbidden");

        Assert.Equal("""pods is forbidden: User "system:anonymous" cannot list resource "pods" in API group "" at the cluster scope""", message);
    }

    [Theory]
    [InlineData("Impersonate-Group", "requested [{Group  jane    }] without impersonating a user")]
    [InlineData("Impersonate-Uid", "requested [{UID  jane  authentication.k8s.io/v1  }] without impersonating a user")]
    [InlineData("Impersonate-Extra-Scopes", "requested [{UserExtra  jane  authentication.k8s.io/v1  scopes}] without impersonating a user")]
    public async Task Impersonation_WithoutAUser_Is400(string header, string expected)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, "/api/v1/pods", headers: (header, "jane")).StatusAsync(400, "BadRequest");

        Assert.Equal(expected, message);
    }

    [Fact]
    public async Task Impersonation_NotAllowed_Is403()
    {
        using var client = _server.NewClient(TestServer.NodeToken);
        client.DefaultRequestHeaders.Add("Impersonate-User", "jane");

        var (_, message) = await client.GetAsync("/api/v1/pods", TestContext.Current.CancellationToken).StatusAsync(403, "Forbidden");

        Assert.Equal("""users "jane" is forbidden: User "system:node:n1" cannot impersonate resource "users" in API group "" at the cluster scope""", message);
    }
}
