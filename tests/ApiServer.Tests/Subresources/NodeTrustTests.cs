using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public sealed class NodeTrustTests : IAsyncLifetime
{
    private const string Log = "/api/v1/namespaces/default/pods/p/log";

    private FakeTrust _trust = null!;
    private TestServer _server = null!;
    private FakeNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        var authority = FakeNode.Authority();
        _trust = new FakeTrust(authority);
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, _trust.AddTo);
        _node = await FakeNode.StartAsync(authority, IPAddress.Loopback);
        await _server.AddNodeAsync("n1", _node.Port);
        await _server.AddPodOnAsync("n1", "p");
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task Get_Logs_LoadsTheCredentialsOnceAndLate()
    {
        Assert.Equal(0, _trust.Loads);
        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _server.SendAsync(HttpMethod.Get, Log)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(1, _trust.Loads);
    }

    [Fact]
    public async Task Get_CredentialsCannotBeLoaded_Is503ThatSaysSoAndTriedAgain()
    {
        _trust.Before = () => throw new InvalidOperationException("a secret of the vault");
        var (_, message) = await _server.SendAsync(HttpMethod.Get, Log).StatusAsync(503, "ServiceUnavailable");
        Assert.Equal("the credentials by which nodes give logs cannot be loaded now", message);
        _trust.Before = () => { };
        using var answer = await _server.SendAsync(HttpMethod.Get, Log);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(2, _trust.Loads);
    }

    [Fact]
    public async Task Get_NoCredentials_Is503ThatSaysSoAndTriedAgain()
    {
        _trust.Exists = false;
        var (_, message) = await _server.SendAsync(HttpMethod.Get, Log).StatusAsync(503, "ServiceUnavailable");
        Assert.Equal("this server has no credentials by which nodes give it logs", message);
        _trust.Exists = true;
        using var answer = await _server.SendAsync(HttpMethod.Get, Log);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
