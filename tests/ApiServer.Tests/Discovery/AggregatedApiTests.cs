using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Discovery;

/// <summary>What API services leave to services in the cluster is discovered, and away.</summary>
public sealed class AggregatedApiTests : IAsyncLifetime
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    private const string ApiServices = "/apis/apiregistration.k8s.io/v1/apiservices";

    private TestServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await RegisterAsync("metrics.k8s.io", "v1beta1", 100, 100);
        await RegisterAsync("first.example.com", "v1alpha1", 19_000, 10);
        await RegisterAsync("first.example.com", "v1", 18_500, 20);
        await RegisterAsync("batch", "v2alpha1", 100, 5);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("GET", "/apis/metrics.k8s.io/v1beta1")]
    [InlineData("GET", "/apis/metrics.k8s.io/v1beta1/nodes")]
    [InlineData("POST", "/apis/metrics.k8s.io/v1beta1/namespaces/default/pods")]
    public async Task Request_ForAVersionThatAServiceIsToServe_IsUnavailable(string method, string path)
    {
        using var answer = await _server.SendAsync(new HttpMethod(method), path, method == "POST" ? "{}" : null);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "service unavailable\n"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        await _server.SendAsync(HttpMethod.Get, "/apis/metrics.k8s.io/v1").StatusAsync(404, "NotFound");
        await _server.SendAsync(HttpMethod.Get, "/apis/apps/v1/nothings").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Groups_Legacy_HoldThemAmongTheOthers()
    {
        var groups = (await _server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).Objects("groups").ToList();

        Assert.Equal(["apiregistration.k8s.io", "first.example.com", "apps"], groups.Take(3).Select(group => group.Text("name")));
        Assert.Equal("metrics.k8s.io", groups[^1].Text("name"));
        Assert.Equal("v1 v1alpha1", Versions(groups[1]));
        Assert.Equal("first.example.com/v1", groups[1].Text("preferredVersion", "groupVersion"));
        Assert.Equal("v1 v2alpha1", Versions(groups.Single(group => group.Text("name") == "batch")));
        foreach (var group in groups)
        {
            var alone = await _server.SendAsync(HttpMethod.Get, $"/apis/{group.Text("name")}").JsonAsync();
            Assert.True(JsonNode.DeepEquals(group["versions"], alone["versions"]));
        }
    }

    [Fact]
    public async Task Groups_Aggregated_SayThatTheyAreStale()
    {
        var groups = (await _server.SendAsync(HttpMethod.Get, "/apis", headers: ("Accept", Aggregated)).JsonAsync()).Objects("items").ToList();

        Assert.Equal("""[{"version":"v1","freshness":"Stale"},{"version":"v1alpha1","freshness":"Stale"}]""", groups.Single(group => group.Text("metadata", "name") == "first.example.com")["versions"]!.ToJsonString());
        var batch = groups.Single(group => group.Text("metadata", "name") == "batch").Objects("versions").ToList();
        Assert.Equal("v1 Current v2alpha1 Stale", string.Join(' ', batch.Select(version => $"{version.Text("version")} {version.Text("freshness")}")));
        Assert.NotEmpty(batch[0].Objects("resources"));
    }

    [Fact]
    public async Task Groups_OnceNoApiServiceNamesThem_AreGone()
    {
        var index = (await _server.SendAsync(HttpMethod.Get, "/").JsonAsync())["paths"]!.AsArray().Select(path => (string?)path).ToList();
        Assert.Contains("/apis/metrics.k8s.io/v1beta1", index);
        await _server.SendAsync(HttpMethod.Delete, $"{ApiServices}/v1beta1.metrics.k8s.io").JsonAsync();

        await _server.SendAsync(HttpMethod.Get, "/apis/metrics.k8s.io").StatusAsync(404, "NotFound");
        await _server.SendAsync(HttpMethod.Get, "/apis/metrics.k8s.io/v1beta1").StatusAsync(404, "NotFound");
        Assert.DoesNotContain("metrics.k8s.io", (await _server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LocalVersion_ThatIsNotServed_IsToldOfInTheOlderFormAlone()
    {
        const string group = "local.example.com";
        await _server.PostAsync(ApiServices, $$$"""{"metadata":{"name":"v1.{{{group}}}"},"spec":{"group":"{{{group}}}","version":"v1","groupPriorityMinimum":100,"versionPriority":100}}""").JsonAsync(HttpStatusCode.Created);

        Assert.Contains(group, (await _server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).Objects("groups").Select(one => one.Text("name")));
        Assert.Equal("v1", Versions(await _server.SendAsync(HttpMethod.Get, $"/apis/{group}").JsonAsync()));
        await _server.SendAsync(HttpMethod.Get, $"/apis/{group}/v1").StatusAsync(404, "NotFound");
        var groups = (await _server.SendAsync(HttpMethod.Get, "/apis", headers: ("Accept", Aggregated)).JsonAsync()).Objects("items");
        Assert.DoesNotContain(group, groups.Select(one => one.Text("metadata", "name")));
    }

    private static string Versions(JsonNode group) => string.Join(' ', group.Objects("versions").Select(version => version.Text("version")));

    private Task RegisterAsync(string group, string version, int groupPriority, int versionPriority) => _server.PostAsync(ApiServices, $$$$"""
        {"metadata":{"name":"{{{{version}}}}.{{{{group}}}}"},"spec":{"group":"{{{{group}}}}","version":"{{{{version}}}}","groupPriorityMinimum":{{{{groupPriority}}}},"versionPriority":{{{{versionPriority}}}},
        "insecureSkipTLSVerify":true,"service":{"namespace":"kube-system","name":"server"}}}
        """).JsonAsync(HttpStatusCode.Created);
}
