using CloudOrchestrator.ApiServer.Requests;
using CsCheck;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Requests;

public class RequestInfoParserTests
{
    [Theory]
    [InlineData("GET", "/api/v1/pods", false, "list", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods/", false, "list", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/pods", true, "watch", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/namespaces", false, "list", "", "v1", "", "namespaces", "", "")]
    [InlineData("GET", "/api/v1/namespaces/a", false, "get", "", "v1", "", "namespaces", "a", "")]
    [InlineData("PUT", "/api/v1/namespaces/a/finalize", false, "update", "", "v1", "", "namespaces", "a", "finalize")]
    [InlineData("PATCH", "/api/v1/namespaces/a/status", false, "patch", "", "v1", "", "namespaces", "a", "status")]
    [InlineData("GET", "/api/v1/namespaces/a/pods", false, "list", "", "v1", "a", "pods", "", "")]
    [InlineData("POST", "/api/v1/namespaces/a/pods", false, "create", "", "v1", "a", "pods", "", "")]
    [InlineData("GET", "/api/v1/namespaces/a/pods/b/log", false, "get", "", "v1", "a", "pods", "b", "log")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/a/deployments", false, "deletecollection", "apps", "v1", "a", "deployments", "", "")]
    [InlineData("DELETE", "/apis/apps/v1/namespaces/a/deployments/b", false, "delete", "apps", "v1", "a", "deployments", "b", "")]
    [InlineData("GET", "/api/v1/watch/pods", false, "watch", "", "v1", "", "pods", "", "")]
    [InlineData("GET", "/api/v1/watch/namespaces/a/pods/b", false, "watch", "", "v1", "a", "pods", "b", "")]
    [InlineData("HEAD", "/api/v1/nodes/n", false, "get", "", "v1", "", "nodes", "n", "")]
    public void Parse_PathOfResource_NamesItsParts(
        string method, string path, bool watch, string verb, string group, string version, string @namespace, string resource, string name, string subresource)
    {
        var info = RequestInfoParser.Parse(method, path, watch);

        Assert.NotNull(info);
        Assert.True(info.IsResource);
        Assert.Equal((verb, group, version, @namespace, resource, name, subresource), (info.Verb, info.Group, info.Version, info.Namespace, info.Resource, info.Name, info.Subresource));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/apis/apps/v1")]
    [InlineData("/healthz/ping")]
    [InlineData("/openapi/v3/api/v1")]
    public void Parse_OtherPath_IsNoResource(string path)
    {
        var info = RequestInfoParser.Parse("GET", path, watch: false);

        Assert.NotNull(info);
        Assert.False(info.IsResource);
        Assert.Equal("get", info.Verb);
    }

    [Theory]
    [InlineData("/api/v1//pods")]
    [InlineData("/api/v1/namespaces//pods")]
    [InlineData("//api/v1/pods")]
    [InlineData("/api//v1")]
    [InlineData("/apis//v1")]
    [InlineData("/healthz//ping")]
    [InlineData("/api/v1/watch")]
    [InlineData("/api/v1/namespaces/a/pods/b/log/more")]
    [InlineData("/api/v1/pods/b/log/more")]
    public void Parse_PathWithPartsMissingOrTooMany_IsNothing(string path) => Assert.Null(RequestInfoParser.Parse("GET", path, watch: false));

    [Fact]
    public void Parse_AnyPath_NeverThrowsAndNeverInvents()
    {
        var part = Gen.OneOf(Gen.OneOf("api", "apis", "v1", "apps", "namespaces", "pods", "watch", "status", "finalize", "", "%2F", "..", "é", "\0"), Gen.String);
        Gen.Select(Gen.OneOf("GET", "POST", "DELETE", "BREW", ""), part.List[0, 9], Gen.Bool).Sample((method, parts, watch) =>
        {
            var path = "/" + string.Join('/', parts);
            var info = RequestInfoParser.Parse(method, path, watch);
            Assert.True(info is null || new[] { info.Namespace, info.Resource, info.Name, info.Subresource }.All(read => read.Length == 0 || path.Contains(read, StringComparison.Ordinal)));
        });
    }
}
