using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public sealed class LogTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string TwoContainers = """[{"name":"a","image":"sample:1"},{"name":"b","image":"sample:1"}],"initContainers":[{"name":"i","image":"sample:1"}]""";

    private TestServer _server = null!;
    private FakeNode _node = null!;

    public async ValueTask InitializeAsync()
    {
        var authority = FakeNode.Authority();
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, new FakeTrust(authority).AddTo);
        _node = await FakeNode.StartAsync(authority, IPAddress.Loopback);
        await _server.AddNodeAsync("n1", _node.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _node.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Get_OneContainer_PassesTheLogAndItsOptionsOn()
    {
        await _server.AddPodOnAsync("n1", "one");
        using var answer = await _server.SendAsync(HttpMethod.Get, Pods + "/one/log?tailLines=5&timestamps=true&previous=1&limitBytes=100&sinceSeconds=9&sinceTime=&evil=1");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/plain", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("line\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("/containerLogs/default/one/a?previous=true&timestamps=true&tailLines=5&sinceSeconds=9&limitBytes=100", _node.Asked);
    }

    [Fact]
    public async Task Get_Follow_SendsLinesAsTheyCome()
    {
        await _server.AddPodOnAsync("n1", "follow");
        var more = new TaskCompletionSource();
        _node.Answer = async http =>
        {
            await http.Response.WriteAsync("first\n");
            await http.Response.Body.FlushAsync();
            await more.Task;
            await http.Response.WriteAsync("second\n");
        };
        using var answer = await _server.Client.GetAsync(Pods + "/follow/log?follow=true", HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("first", await lines.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));
        more.SetResult();
        Assert.Equal("second", await lines.ReadLineAsync(TestContext.Current.CancellationToken));
        Assert.Null(await lines.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "a container name must be specified for pod two, choose one of: [a b] or one of the init containers: [i]")]
    [InlineData("?container=c", "container c is not valid for pod two")]
    public async Task Get_ContainerUnclear_SaysWhichThereAre(string query, string expected)
    {
        await _server.AddPodOnAsync("n1", "two", TwoContainers);
        var (_, message) = await _server.SendAsync(HttpMethod.Get, $"{Pods}/two/log{query}").StatusAsync(400, "BadRequest");
        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("i")]
    public async Task Get_NamedContainer_IsAsked(string container)
    {
        await _server.AddPodOnAsync("n1", "two", TwoContainers);
        using var answer = await _server.SendAsync(HttpMethod.Get, $"{Pods}/two/log?container={container}");
        Assert.Equal($"/containerLogs/default/two/{container}", _node.Asked.TrimEnd('?'));
    }

    [Theory]
    [InlineData("tailLines=-1", 422, "tailLines")]
    [InlineData("sinceSeconds=0", 422, "sinceSeconds")]
    [InlineData("limitBytes=0", 422, "limitBytes")]
    [InlineData("sinceSeconds=1&sinceTime=2026-01-01T00:00:00Z", 422, "sinceSeconds")]
    [InlineData("tailLines=many", 400, null)]
    [InlineData("sinceTime=yesterday", 400, null)]
    public async Task Get_WrongOption_IsRefused(string query, int code, string? field)
    {
        await _server.AddPodOnAsync("n1", "options");
        var (status, _) = await _server.SendAsync(HttpMethod.Get, $"{Pods}/options/log?{query}").StatusAsync(code, code == 422 ? "Invalid" : "BadRequest");
        Assert.Equal(field, (string?)status["details"]?["causes"]?[0]?["field"]);
    }

    [Fact]
    public async Task Get_NodeRefuses_IsTheNodesMessage()
    {
        await _server.AddPodOnAsync("n1", "refused");
        _node.Answer = http =>
        {
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync("container \"a\" in pod \"refused\" is waiting to start: ContainerCreating");
        };
        var (_, message) = await _server.SendAsync(HttpMethod.Get, Pods + "/refused/log").StatusAsync(400, "BadRequest");
        Assert.Equal("container \"a\" in pod \"refused\" is waiting to start: ContainerCreating", message);
    }

    [Fact]
    public async Task Get_UnboundPod_IsEmpty()
    {
        await _server.PostAsync(Pods, Objects.Pod("unbound")).JsonAsync(HttpStatusCode.Created);
        using var answer = await _server.SendAsync(HttpMethod.Get, Pods + "/unbound/log");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Get_NodeGone_IsUnavailable()
    {
        await _server.AddNodeAsync("n2", 1);
        await _server.AddPodOnAsync("n2", "gone");
        await _server.SendAsync(HttpMethod.Get, Pods + "/gone/log").StatusAsync(503, "ServiceUnavailable");
    }

    [Fact]
    public async Task Get_NodeOfAnotherAuthority_IsNotTrusted()
    {
        await using var impostor = await FakeNode.StartAsync(FakeNode.Authority(), IPAddress.Loopback);
        await _server.AddNodeAsync("n3", impostor.Port);
        await _server.AddPodOnAsync("n3", "impostor");
        await _server.SendAsync(HttpMethod.Get, Pods + "/impostor/log").StatusAsync(503, "ServiceUnavailable");
        Assert.Empty(impostor.Asked);
    }

    [Fact]
    public async Task Get_MissingPod_IsNotFound() => await _server.SendAsync(HttpMethod.Get, Pods + "/missing/log").StatusAsync(404, "NotFound");
}
