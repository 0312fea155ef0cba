using System.Net;
using CloudOrchestrator.ApiServer.Health;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Health;

public class HealthTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/livez/ping", "ok")]
    [InlineData("/livez?verbose", "[+]ping ok\nlivez check passed\n")]
    [InlineData("/readyz?verbose", "[+]ping ok\n[+]store ok\n[+]shutdown ok\nreadyz check passed\n")]
    [InlineData("/readyz?verbose&exclude=store&exclude=none", "[+]ping ok\n[+]store excluded: ok\n[+]shutdown ok\nwarn: some health checks cannot be excluded: no matches for \"none\"\nreadyz check passed\n")]
    public async Task Get_Well_Says(string path, string expected)
    {
        using var answer = await _server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/readyz/unknown")]
    [InlineData("/livez/store")]
    public async Task Get_UnknownCheck_IsNotFound(string path) => await _server.Anonymous.GetAsync(path, TestContext.Current.CancellationToken).StatusAsync(404, "NotFound");

    [Fact]
    public async Task Post_Health_Is405() => await _server.PostAsync("/healthz", "{}").StatusAsync(405, "MethodNotAllowed");

    [Fact]
    public async Task Get_FailingCheck_Is500WithoutTheReason()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddSingleton<IHealthCheck, BrokenCheck>());
        using var answer = await server.Anonymous.GetAsync("/readyz", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("[-]broken failed: reason withheld\nreadyz check failed\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        using var alive = await server.Anonymous.GetAsync("/livez", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    private sealed class BrokenCheck : IHealthCheck
    {
        public string Name => "broken";

        public bool CountsForLife => false;

        public ValueTask<bool> IsWellAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("a secret of the machine");
    }
}
