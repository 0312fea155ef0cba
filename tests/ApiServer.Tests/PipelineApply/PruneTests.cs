using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

public sealed class PruneTests : IAsyncLifetime
{
    private const string Prune = "?namespace=team&prune=app%3Dshop";
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, time: _time);
        await _server.NamespaceAsync("team");
        await _server.NamespaceAsync("other");
        await _server.ApplyAsync(Mine("kept") + Mine("old-a") + Mine("old-b") + Applies.ConfigMap("unlabelled") + Mine("elsewhere", "other"), "?namespace=team");
        await _server.ApplyAsync(Mine("foreign"), "?namespace=team&fieldManager=argo");
        await _server.PostAsync("/api/v1/namespaces/team/configmaps?fieldManager=pipeline", Objects.ConfigMap("updated", labels: """{"app":"shop"}""")).JsonAsync(HttpStatusCode.Created);
        _time.Advance(TimeSpan.FromMinutes(1));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Prune_DeletesWhatThisManagerAppliedAndTheFileDoesNotHold()
    {
        Assert.Equal(["configmap/kept unchanged", "configmap/old-a pruned", "configmap/old-b pruned"], await _server.ApplyAsync(Mine("kept"), Prune));
        Assert.Equal("foreign kept unlabelled updated", await _server.ConfigMapsAsync("team"));
        Assert.Equal("elsewhere", await _server.ConfigMapsAsync("other"));
        Assert.Equal(["configmap/kept unchanged"], await _server.ApplyAsync(Mine("kept"), Prune));
    }

    [Fact]
    public async Task Prune_DryRun_OnlySaysWhat()
    {
        var before = await _server.ConfigMapsAsync("team");
        Assert.Equal(
            ["configmap/kept unchanged (server dry run)", "configmap/old-a pruned (server dry run)", "configmap/old-b pruned (server dry run)"],
            await _server.ApplyAsync(Mine("kept"), Prune + "&dryRun=All"));
        Assert.Equal(before, await _server.ConfigMapsAsync("team"));
    }

    [Fact]
    public async Task Prune_AnotherManagerAppliedLater_KeepsTheObject()
    {
        await _server.ApplyAsync(Mine("old-a"), "?namespace=team&fieldManager=argo");
        Assert.Equal(["configmap/kept unchanged", "configmap/old-b pruned"], await _server.ApplyAsync(Mine("kept"), Prune));
    }

    [Fact]
    public async Task Prune_SomethingFailed_DeletesNothing()
    {
        var lines = await _server.ApplyAsync(Mine("kept") + Mine("Not_Valid"), Prune, code: 422);
        Assert.Equal("failed: nothing was pruned, since not all was applied", lines[^1]);
        Assert.Equal("foreign kept old-a old-b unlabelled updated", await _server.ConfigMapsAsync("team"));
    }

    [Fact]
    public async Task Prune_OtherKinds_AreThoseInNamespacesAndThoseOfTheFile()
    {
        const string Space = "--- {apiVersion: v1, kind: Namespace, metadata: {name: NAME, labels: {app: shop}}}\n";
        var spaces = Space.Replace("NAME", "team", StringComparison.Ordinal) + Space.Replace("NAME", "gone", StringComparison.Ordinal) + Space.Replace("NAME", "used", StringComparison.Ordinal);
        await _server.ApplyAsync(spaces + "--- {apiVersion: v1, kind: Secret, metadata: {name: old, labels: {app: shop}}}\n", "?namespace=team");

        // No namespace is looked at where the file holds none.
        Assert.Contains("secret/old pruned", await _server.ApplyAsync(Mine("kept"), Prune));
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/gone").JsonAsync();

        // One that objects of the file are in stays, though the file does not hold it.
        Assert.Contains("namespace/gone pruned", await _server.ApplyAsync(Space.Replace("NAME", "team", StringComparison.Ordinal) + "---\n" + Mine("inside", "used"), Prune));
        Assert.Null((await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/used").JsonAsync())["metadata"]!["deletionTimestamp"]);
    }

    private static string Mine(string name, string? @namespace = null) => Applies.ConfigMap(name, labels: "app: shop", @namespace: @namespace);
}
