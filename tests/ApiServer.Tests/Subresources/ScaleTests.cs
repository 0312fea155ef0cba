using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Subresources;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public class ScaleTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Get_Deployment_IsItsScale()
    {
        var path = await DeploymentAsync("get");
        var scale = await _server.SendAsync(HttpMethod.Get, path).JsonAsync();
        Assert.Equal(("Scale", "autoscaling/v1"), ((string?)scale["kind"], (string?)scale["apiVersion"]));
        Assert.Equal(2, (int?)scale["spec"]!["replicas"]);
        Assert.Equal(0, (int?)scale["status"]!["replicas"]);
        Assert.Equal("app=get", (string?)scale["status"]!["selector"]);
        Assert.Equal("get", (string?)scale["metadata"]!["name"]);
    }

    [Theory]
    [InlineData("/apis/apps/v1/namespaces/default/statefulsets", "StatefulSet", "apps/v1", """{"matchLabels":{"b":"c","app":"a"}}""")]
    [InlineData("/api/v1/namespaces/default/replicationcontrollers", "ReplicationController", "v1", """{"b":"c","app":"a"}""")]
    public async Task Patch_OtherWorkloads_HaveAScaleToo(string path, string kind, string apiVersion, string selector)
    {
        var document = $$$"""
            {"kind":"{{{kind}}}","apiVersion":"{{{apiVersion}}}","metadata":{"name":"w"},"spec":{"selector":{{{selector}}},
            "template":{"metadata":{"labels":{"app":"a","b":"c"}},"spec":{"containers":[{"name":"a","image":"sample:1"}]} } } }
            """;
        await _server.PostAsync(path, document).JsonAsync(HttpStatusCode.Created);
        var scale = await _server.PatchAsync(path + "/w/scale", """{"spec":{"replicas":5}}""", "application/merge-patch+json").JsonAsync();
        Assert.Equal((5, "app=a,b=c"), ((int?)scale["spec"]!["replicas"], (string?)scale["status"]!["selector"]));
        Assert.Equal(5, (int?)(await _server.SendAsync(HttpMethod.Get, path + "/w").JsonAsync())["spec"]!["replicas"]);
    }

    [Fact]
    public async Task Update_Replicas_ChangesTheDeployment()
    {
        var path = await DeploymentAsync("put");
        var scale = await _server.SendAsync(HttpMethod.Get, path).JsonAsync();
        scale["spec"]!["replicas"] = 7;
        Assert.Equal(7, (int?)(await _server.PutAsync(path, scale.ToJsonString()).JsonAsync())["spec"]!["replicas"]);
        var deployment = await _server.SendAsync(HttpMethod.Get, Deployments + "/put").JsonAsync();
        Assert.Equal(7, (int?)deployment["spec"]!["replicas"]);
        Assert.Equal(2, (int?)deployment["metadata"]!["generation"]);
        await _server.PutAsync(path, scale.ToJsonString()).StatusAsync(409, "Conflict");
    }

    [Theory]
    [InlineData("application/merge-patch+json", """{"spec":{"replicas":5}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"spec":{"replicas":5}}""")]
    [InlineData("application/strategic-merge-patch+json", """{"kind":"Deployment","apiVersion":"apps/v1","spec":{"replicas":5}}""")]
    [InlineData("application/json-patch+json", """[{"op":"replace","path":"/spec/replicas","value":5}]""")]
    public async Task Patch_Replicas_ChangesTheDeployment(string contentType, string patch)
    {
        var path = await DeploymentAsync("patch" + Guid.NewGuid().ToString("N")[..6]);
        Assert.Equal(5, (int?)(await _server.PatchAsync(path, patch, contentType).JsonAsync())["spec"]!["replicas"]);
    }

    [Fact]
    public async Task Patch_ToZeroAndBack_Works()
    {
        var path = await DeploymentAsync("zero");
        Assert.Null((await _server.PatchAsync(path, """{"spec":{"replicas":0}}""", "application/merge-patch+json").JsonAsync())["spec"]!["replicas"]);
        Assert.Equal(0, (int?)(await _server.SendAsync(HttpMethod.Get, Deployments + "/zero").JsonAsync())["spec"]!["replicas"]);
        Assert.Equal(3, (int?)(await _server.PatchAsync(path, """{"spec":{"replicas":3}}""", "application/merge-patch+json").JsonAsync())["spec"]!["replicas"]);
    }

    [Theory]
    [InlineData("""{"spec":{"replicas":-1}}""", 422)]
    [InlineData("""{"spec":{"replicas":"x"}}""", 422)]
    [InlineData("""{"spec":5}""", 422)]
    [InlineData("""{"metadata":{"resourceVersion":"999"},"spec":{"replicas":1}}""", 409)]
    [InlineData("""{"metadata":{"name":"other"}}""", 400)]
    public async Task Patch_Wrong_IsRefused(string patch, int code)
    {
        using var _ = await _server.PostAsync(Deployments, Objects.Deployment("wrong"));
        await _server.PatchAsync(Deployments + "/wrong/scale", patch, "application/merge-patch+json").StatusAsync(code, code switch { 422 => "Invalid", 409 => "Conflict", _ => "BadRequest" });
    }

    [Theory]
    [InlineData("", "PartialObjectMetadata")]
    [InlineData("?includeObject=Object", "Scale")]
    [InlineData("?includeObject=None", null)]
    public async Task Get_AsTable_SaysWhatIsWantedAndThere(string query, string? included)
    {
        var path = await DeploymentAsync("table" + Guid.NewGuid().ToString("N")[..6]);
        var table = await _server.SendAsync(HttpMethod.Get, path + query, headers: ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")).JsonAsync();

        Assert.Equal("Name string,Desired integer,Available integer,Age string", string.Join(',', table["columnDefinitions"]!.AsArray().Select(column => $"{column!["name"]} {column["type"]}")));
        var row = table["rows"]!.AsArray().Single()!;
        Assert.Equal([path.Split('/')[^2], "2", "0"], row["cells"]!.AsArray().Take(3).Select(cell => cell!.ToString()));
        Assert.Equal(included, (string?)row["object"]?["kind"]);
        Assert.NotEqual("", (string?)table["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task Patch_AsTable_AnswersTheTable()
    {
        var path = await DeploymentAsync("patched-table");
        var table = await _server.SendAsync(HttpMethod.Patch, path, """{"spec":{"replicas":0}}""", "application/merge-patch+json", ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")).JsonAsync();

        Assert.Equal(0, (int?)table["rows"]![0]!["cells"]![1]);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/vnd.kubernetes.protobuf")]
    public async Task Get_MetadataAlone_IsThatOfTheScale(string encoding)
    {
        var path = await DeploymentAsync("meta" + Guid.NewGuid().ToString("N")[..6]);
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", $"{encoding};as=PartialObjectMetadata;v=v1;g=meta.k8s.io"));
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.OK, encoding), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Contains("PartialObjectMetadata", text, StringComparison.Ordinal);
        Assert.Contains(path.Split('/')[^2], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Missing_IsNotFound() => await _server.SendAsync(HttpMethod.Get, Deployments + "/missing/scale").StatusAsync(404, "NotFound");

    [Fact]
    public void SelectorText_Expressions_AreInOrderOfKeys() => Assert.Equal(
        "a=1,b in (x,y),c notin (z),d,!e",
        SelectorText.Of(JsonNode.Parse(
            """{"matchLabels":{"a":"1"},"matchExpressions":[{"key":"e","operator":"DoesNotExist"},{"key":"d","operator":"Exists"},{"key":"c","operator":"NotIn","values":["z"]},{"key":"b","operator":"In","values":["y","x"]}]}""")));

    private async Task<string> DeploymentAsync(string name)
    {
        await _server.PostAsync(Deployments, Objects.Deployment(name)).JsonAsync(HttpStatusCode.Created);
        return $"{Deployments}/{name}/scale";
    }
}
