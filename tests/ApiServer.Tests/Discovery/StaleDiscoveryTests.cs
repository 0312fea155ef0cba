using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.CustomResources;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store.Conformance;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Discovery;

/// <summary>What is discovered while the store is away: all that needs none, and of custom resources what is known, and that it may be outdated.</summary>
public sealed class StaleDiscoveryTests : IAsyncLifetime
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private readonly MemoryCommitLog _log = new(isSoleWriter: false);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());
    private TestServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, log: _log, time: _time);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps")]
    [InlineData("/apis/apps/v1")]
    [InlineData("/openapi/v3/apis/apps/v1")]
    public async Task Get_BuiltIn_NeedsNoStore(string path)
    {
        Break();

        await _server.SendAsync(HttpMethod.Get, path).JsonAsync();
    }

    [Theory]
    [InlineData("/apis")]
    [InlineData("/openapi/v3")]
    [InlineData("/openapi/v2")]
    [InlineData("/apis/example.com")]
    [InlineData("/apis/example.com/v1")]
    public async Task Get_WhatMayHoldDefinitionsThatWereNeverHeardOf_Is503(string path)
    {
        Break();

        await _server.SendAsync(HttpMethod.Get, path).StatusAsync(503, "ServiceUnavailable");
    }

    [Fact]
    public async Task Get_WhatWasHeardOf_IsToldAndMarkedAsStale()
    {
        await DefineAsync();
        Assert.Equal("Current", await FreshnessAsync("example.com"));
        Break();

        Assert.Equal("Stale", await FreshnessAsync("example.com"));
        Assert.Equal("Current", await FreshnessAsync("apps"));
        await _server.SendAsync(HttpMethod.Get, "/apis/example.com/v1").JsonAsync();
        Assert.Contains((await _server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).Objects("groups"), group => group.Text("name") == "example.com");
        await _server.SendAsync(HttpMethod.Get, "/openapi/v3/apis/example.com/v1").JsonAsync();
        await _server.SendAsync(HttpMethod.Get, "/openapi/v2").JsonAsync();

        // What is not known may be there by now.
        await _server.SendAsync(HttpMethod.Get, "/apis/other.example.com").StatusAsync(503, "ServiceUnavailable");
        Mend();
        await _server.SendAsync(HttpMethod.Get, "/apis/other.example.com").StatusAsync(404, "NotFound");
        Assert.Equal("Current", await FreshnessAsync("example.com"));
    }

    /// <summary>A definition whose names are accepted, as its controller would have it.</summary>
    private async Task DefineAsync()
    {
        var definition = Definitions.Of("tabs", "Tab", "example.com");
        var made = await _server.PostAsync(Definitions.Path, definition.ToJsonString()).JsonAsync(HttpStatusCode.Created);
        made["status"] = JsonNode.Parse("""
            {"acceptedNames": {"plural": "tabs", "singular": "tab", "kind": "Tab", "listKind": "TabList", "shortNames": ["tabs"]}, "storedVersions": ["v1"],
             "conditions": [{"type": "NamesAccepted", "status": "True"}, {"type": "Established", "status": "True"}]}
            """);
        await _server.PutAsync($"{Definitions.Path}/tabs.example.com/status", made.ToJsonString()).JsonAsync();
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private async Task<string?> FreshnessAsync(string name)
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/apis", headers: ("Accept", Aggregated)).JsonAsync();
        return document.Objects("items").Single(group => group.Text("metadata", "name") == name).Objects("versions").First().Text("freshness");
    }

    /// <summary>What is no older than a second is as good as new.</summary>
    private void Break()
    {
        _log.TailFaults = int.MaxValue;
        _time.Advance(TimeSpan.FromSeconds(2));
    }

    private void Mend() => _log.TailFaults = 0;
}
