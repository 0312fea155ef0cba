using CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

namespace CloudOrchestrator.LocalAzure.Functions.Tests.Http;

public sealed class ProxiedPathTests(SharedApp shared) : IClassFixture<SharedApp>
{
    [Theory]
    [InlineData("/api/v1/x", "/api/v1/x")]
    [InlineData("/Mixed+a:b%20c", "/Mixed+a:b%20c")]
    [InlineData("/a%2Fb", "/a%252Fb")]
    [InlineData("/a/../b", "/b")]
    [InlineData("/a//b/", "/a//b/")]
    [InlineData("/%C3%A9", "/%C3%A9")]
    [InlineData("/q?x=%2F+a&code=k&y=a%20b", "/q?x=%2F+a&code=k&y=a%20b")]
    [InlineData("/admin/own", "/admin/own")]
    [InlineData("/", "/")]
    [InlineData("/favicon.ico", "/favicon.ico")]
    public async Task Target_OfTheClient_ReachesTheHandlerAs(string sent, string received)
    {
        var answer = await RawHttp.SendAsync(shared.App.Host.Address, $"GET {sent} HTTP/1.1\nHost: x\nConnection: close");

        var echo = RawHttp.Json(answer);
        Assert.Equal(received, echo.GetProperty("target").GetString());
        Assert.Equal("HTTP/1.1", echo.GetProperty("protocol").GetString());
    }

    [Theory]
    [InlineData("GET", "/admin/host/ping", 200)]
    [InlineData("GET", "/admin/host/status", 401)]
    [InlineData("GET", "/ADMIN/Host/keys", 401)]
    [InlineData("GET", "/admin/functions", 401)]
    [InlineData("POST", "/admin/functions/Many", 401)]
    [InlineData("GET", "/admin/instance/info", 401)]
    [InlineData("POST", "/admin/pod/assign", 401)]
    [InlineData("GET", "/admin/vfs/site", 401)]
    [InlineData("POST", "/admin/zipdeploy", 401)]
    [InlineData("GET", "/runtime/webhooks/durabletask", 404)]
    public async Task Path_ThatTheHostKeeps_NeverReachesTheHandler(string method, string path, int status)
    {
        Assert.Equal(status, await shared.App.StatusAsync(new HttpMethod(method), path));
        Assert.Equal(0, shared.App.Lines($"CALL {method} {path} "));
    }

    [Theory]
    [InlineData("GET", 200)]
    [InlineData("HEAD", 200)]
    [InlineData("POST", 200)]
    [InlineData("PUT", 200)]
    [InlineData("PATCH", 200)]
    [InlineData("DELETE", 200)]
    [InlineData("OPTIONS", 200)]
    [InlineData("TRACE", 404)]
    [InlineData("FETCH", 404)]
    public async Task Method_Listed_ReachesTheHandlerAndOthersGet404(string method, int status)
    {
        Assert.Equal(status, await shared.App.StatusAsync(new HttpMethod(method), $"/by-{method}"));
        if (status == 200)
        {
            await shared.App.LineAsync($"CALL {method} /by-{method} ");
        }
        else
        {
            Assert.Equal(0, shared.App.Lines($"/by-{method} "));
        }
    }

    [Theory]
    [InlineData("websocket")]
    [InlineData("SPDY/3.1")]
    public async Task Upgrade_IsRefused(string protocol)
    {
        var answer = await RawHttp.SendAsync(shared.App.Host.Address,
            $"GET /upgrade-{protocol} HTTP/1.1\nHost: x\nConnection: Upgrade, close\nUpgrade: {protocol}\nSec-WebSocket-Version: 13\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

        Assert.Equal(501, RawHttp.Status(answer));
        Assert.Equal(0, shared.App.Lines($"/upgrade-{protocol}"));
    }

    [Fact]
    public async Task Request_WithoutHost_NeverGetsPastTheHost() =>
        Assert.Equal(500, RawHttp.Status(await RawHttp.SendAsync(shared.App.Host.Address, "GET /echo HTTP/1.0")));
}
