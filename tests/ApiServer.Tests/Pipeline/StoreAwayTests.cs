using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Pipeline;

/// <summary>Requests while the store cannot be reached.</summary>
public sealed class StoreAwayTests : IAsyncLifetime
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private readonly MemoryCommitLog _log = new(isSoleWriter: false);
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, log: _log);
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("a")).JsonAsync(HttpStatusCode.Created);
        await _server.PostAsync(Deployments, Objects.Deployment("a")).JsonAsync(HttpStatusCode.Created);
        await _server.PostAsync(Pods, Objects.Pod("a")).JsonAsync(HttpStatusCode.Created);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("GET", ConfigMaps + "/a")]
    [InlineData("GET", ConfigMaps)]
    [InlineData("GET", ConfigMaps + "?limit=1")]
    [InlineData("GET", ConfigMaps + "?watch=1")]
    [InlineData("GET", ConfigMaps + "?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")]
    [InlineData("GET", "/api/v1/watch/namespaces/default/configmaps")]
    [InlineData("GET", "/api/v1/secrets")]
    [InlineData("GET", Deployments + "/a/scale")]
    [InlineData("GET", Pods + "/a/log")]
    [InlineData("POST", ConfigMaps)]
    [InlineData("PUT", ConfigMaps + "/a")]
    [InlineData("PATCH", ConfigMaps + "/a")]
    [InlineData("DELETE", ConfigMaps + "/a")]
    [InlineData("DELETE", ConfigMaps)]
    [InlineData("POST", Pods + "/a/binding")]
    [InlineData("PATCH", Deployments + "/a/scale")]
    public async Task Any_WhileItCannotBeRead_Is503ThatSaysWhenToTryAgain(string method, string path)
    {
        _log.TailFaults = int.MaxValue;
        await AssertAwayAsync(method, path);
        _log.TailFaults = 0;
        await _server.SendAsync(HttpMethod.Get, ConfigMaps).JsonAsync();
    }

    [Theory]
    [InlineData("POST", ConfigMaps)]
    [InlineData("PUT", ConfigMaps + "/a")]
    [InlineData("PATCH", ConfigMaps + "/a")]
    [InlineData("DELETE", ConfigMaps + "/a")]
    [InlineData("DELETE", ConfigMaps)]
    [InlineData("POST", Pods + "/a/binding")]
    [InlineData("PATCH", Deployments + "/a/scale")]
    public async Task Write_WhileItTakesNone_Is503ThatSaysWhenToTryAgain(string method, string path)
    {
        _log.Faults.Enqueue(AppendFault.Rejected);
        await AssertAwayAsync(method, path);
        Assert.Empty(_log.Faults);
    }

    private async Task AssertAwayAsync(string method, string path)
    {
        var body = method is "GET" or "DELETE" ? null
            : path.EndsWith("/scale", StringComparison.Ordinal) ? """{"spec":{"replicas":5}}"""
            : path.EndsWith("/binding", StringComparison.Ordinal) ? """{"target":{"name":"n1"}}"""
            : Objects.ConfigMap(method == "POST" ? "new" : "a", "changed");
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.ContentType = new(method == "PATCH" ? "application/merge-patch+json" : "application/json");
        }

        using var answer = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
        await Task.FromResult(answer).StatusAsync(503, "ServiceUnavailable");
    }
}
