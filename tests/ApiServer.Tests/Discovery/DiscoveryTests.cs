using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Discovery;

public class DiscoveryTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Aggregated =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Version_Says137()
    {
        var version = await _server.SendAsync(HttpMethod.Get, "/version").JsonAsync();
        Assert.Equal(("1", "37", "v1.37.0+cloudorchestrator"), ((string?)version["major"], (string?)version["minor"], (string?)version["gitVersion"]));
    }

    [Fact]
    public async Task Index_Authenticated_ListsThePathsInOrder()
    {
        var paths = (await _server.SendAsync(HttpMethod.Get, "/").JsonAsync())["paths"]!.AsArray().Select(path => (string)path!).ToList();

        Assert.Equal(paths.Order(StringComparer.Ordinal), paths);
        Assert.Superset(new HashSet<string> { "/api", "/api/v1", "/apis", "/apis/apps", "/apis/apps/v1", "/apis/authentication.k8s.io/v1", "/livez/ping", "/openapi/v3", "/version" }, paths.ToHashSet());
        foreach (var path in paths)
        {
            using var answer = await _server.SendAsync(path == "/apply" ? HttpMethod.Post : HttpMethod.Get, path);
            Assert.False(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed && path != "/openapi/v3/", path);
        }
    }

    [Fact]
    public async Task Index_Anonymous_IsUnauthorized() => await _server.Anonymous.GetAsync("/", TestContext.Current.CancellationToken).StatusAsync(401, "Unauthorized");

    [Fact]
    public async Task Groups_Legacy_AreListed()
    {
        Assert.Equal("""["v1"]""", (await _server.SendAsync(HttpMethod.Get, "/api").JsonAsync())["versions"]!.ToJsonString());
        var groups = await _server.SendAsync(HttpMethod.Get, "/apis").JsonAsync();
        Assert.Equal("APIGroupList", (string?)groups["kind"]);
        var apps = groups["groups"]!.AsArray().Single(group => (string?)group!["name"] == "apps")!;
        Assert.Equal("apps/v1", (string?)apps["preferredVersion"]!["groupVersion"]);
        Assert.Equal("APIGroup", (string?)(await _server.SendAsync(HttpMethod.Get, "/apis/apps").JsonAsync())["kind"]);
        await _server.SendAsync(HttpMethod.Get, "/apis/none").StatusAsync(404, "NotFound");
        await _server.SendAsync(HttpMethod.Get, "/apis/apps/v9").StatusAsync(404, "NotFound");
        await _server.SendAsync(HttpMethod.Get, "/api/v9").StatusAsync(404, "NotFound");
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData(Aggregated)]
    public async Task Groups_InEitherForm_AreInTheOrderOfTheirPriorities(string accept)
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/apis", headers: ("Accept", accept)).JsonAsync();

        Assert.Equal(
            [
                "apiregistration.k8s.io", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch", "certificates.k8s.io", "networking.k8s.io", "policy",
                "rbac.authorization.k8s.io", "storage.k8s.io", "admissionregistration.k8s.io", "apiextensions.k8s.io", "scheduling.k8s.io", "coordination.k8s.io", "node.k8s.io", "discovery.k8s.io",
                "flowcontrol.apiserver.k8s.io", "resource.k8s.io", "storagemigration.k8s.io",
            ],
            (document["groups"] ?? document["items"])!.AsArray().Select(group => (string?)(group!["name"] ?? group["metadata"]!["name"])));
    }

    [Theory]
    [InlineData("autoscaling", "v2", "v1")]
    [InlineData("authentication.k8s.io", "v1", "v1beta1")]
    public async Task Versions_OfAGroup_AreInTheOrderOfTheirPriorities(string name, params string[] versions)
    {
        var group = await _server.SendAsync(HttpMethod.Get, $"/apis/{name}").JsonAsync();

        Assert.Equal(versions, group["versions"]!.AsArray().Select(version => (string?)version!["version"]));
        Assert.Equal(versions[0], (string?)group["preferredVersion"]!["version"]);
    }

    [Fact]
    public async Task Resources_Legacy_HoldEveryKindAndSubresource()
    {
        foreach (var kind in BuiltInKinds.All)
        {
            var path = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
            var resources = (await _server.SendAsync(HttpMethod.Get, path).JsonAsync())["resources"]!.AsArray();
            var row = resources.Single(resource => (string?)resource!["name"] == kind.Plural)!;
            Assert.Equal((kind.Kind, kind.Singular, kind.Namespaced), ((string?)row["kind"], (string?)row["singularName"], (bool?)row["namespaced"]));
            Assert.Contains("watch", row["verbs"]!.AsArray().Select(verb => (string?)verb));
            Assert.All(kind.Subresources, subresource => Assert.Contains(resources, resource => (string?)resource!["name"] == $"{kind.Plural}/{subresource.ToString().ToLowerInvariant()}"));
        }
    }

    [Theory]
    [InlineData("/api")]
    [InlineData("/apis")]
    public async Task Aggregated_Asked_HoldsAllAtOnceWithATag(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", Aggregated));
        Assert.Equal("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList", answer.Content.Headers.ContentType!.ToString().Replace(" ", ""));
        var document = await answer.JsonAsync();
        Assert.Equal(("APIGroupDiscoveryList", "apidiscovery.k8s.io/v2"), ((string?)document["kind"], (string?)document["apiVersion"]));
        Assert.NotEmpty(document["items"]![0]!["versions"]![0]!["resources"]!.AsArray());
        Assert.All(document.Objects("items"), group => Assert.DoesNotContain("creationTimestamp", group["metadata"]!.ToJsonString(), StringComparison.Ordinal));
        using var again = await _server.SendAsync(HttpMethod.Get, path, headers: [("Accept", Aggregated), ("If-None-Match", answer.Headers.ETag!.ToString())]);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Aggregated_OlderVersion_IsServedToo()
    {
        var document = await _server.SendAsync(HttpMethod.Get, "/apis", headers: ("Accept", "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList")).JsonAsync();
        Assert.Equal("apidiscovery.k8s.io/v2beta1", (string?)document["apiVersion"]);
        var deployments = document["items"]!.AsArray().Single(group => (string?)group!["metadata"]!["name"] == "apps")!["versions"]![0]!["resources"]!.AsArray().Single(one => (string?)one!["resource"] == "deployments")!;
        var scale = deployments["subresources"]!.AsArray().Single(one => (string?)one!["subresource"] == "scale")!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"group":"autoscaling","version":"v1","kind":"Scale"}"""), scale["responseKind"]));
    }

    [Theory]
    [InlineData("application/com.github.proto-openapi.spec.v2@v1.0+protobuf")]
    [InlineData("application/com.github.proto-openapi.spec.v2.v1.0+protobuf")]
    public async Task OpenApiV2_Protobuf_IsCalledByANameThatParses(string accept)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/openapi/v2", headers: ("Accept", accept));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/com.github.proto-openapi.spec.v2.v1.0+protobuf", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task OpenApiV3_EveryPathInTheIndex_IsServed()
    {
        var index = await _server.SendAsync(HttpMethod.Get, "/openapi/v3").JsonAsync();
        Assert.NotEmpty(index["paths"]!.AsObject());
        foreach (var (_, entry) in index["paths"]!.AsObject())
        {
            await _server.SendAsync(HttpMethod.Get, (string)entry!["serverRelativeURL"]!).JsonAsync();
        }

        await _server.SendAsync(HttpMethod.Get, "/openapi/v3/apis/none").StatusAsync(404, "NotFound");
    }
}
