using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Answers;

public class RepresentationTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Get_Yaml_IsYaml()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default", headers: ("Accept", "application/yaml"));
        Assert.Equal("application/yaml", answer.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("kind: Namespace\napiVersion: v1\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_MissingAsYaml_IsAStatusInYaml()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, Pods + "/none", headers: ("Accept", "application/yaml"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.StartsWith("kind: Status\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_Pretty_IsIndented()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default?pretty=true");
        Assert.StartsWith("{\n  \"kind\": \"Namespace\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "PartialObjectMetadata", false)]
    [InlineData("?includeObject=Object", "Pod", true)]
    [InlineData("?includeObject=None", null, false)]
    public async Task Get_Table_IncludesWhatIsAsked(string query, string? kind, bool hasSpec)
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("table"));
        var table = await _server.SendAsync(HttpMethod.Get, $"{Pods}/table{query}", headers: ("Accept", Table)).JsonAsync();
        Assert.Equal(("Table", "meta.k8s.io/v1"), ((string?)table["kind"], (string?)table["apiVersion"]));
        Assert.Equal("Name", (string?)table["columnDefinitions"]![0]!["name"]);
        var row = table["rows"]!.AsArray().Single()!;
        Assert.Equal("table", (string?)row["cells"]![0]);
        Assert.Equal(table["columnDefinitions"]!.AsArray().Count, row["cells"]!.AsArray().Count);
        Assert.Equal(kind, (string?)row["object"]?["kind"]);
        Assert.Equal(hasSpec, row["object"]?["spec"] is not null);
    }

    [Fact]
    public async Task Get_TableOfAPodThatIsOver_SaysSo()
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("over"));
        await _server.PatchAsync(Pods + "/over/status", """{"status":{"phase":"Succeeded"}}""", "application/merge-patch+json").JsonAsync();
        var table = await _server.SendAsync(HttpMethod.Get, Pods + "/over", headers: ("Accept", Table)).JsonAsync();
        Assert.Equal("""[{"type":"Completed","status":"True","reason":"Succeeded","message":"The pod has completed successfully."}]""", table["rows"]![0]!["conditions"]!.ToJsonString());
    }

    [Fact]
    public async Task List_Table_IsOneRowEach()
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("row1"));
        using var second = await _server.PostAsync(Pods, Objects.Pod("row2"));
        var table = await _server.SendAsync(HttpMethod.Get, Pods + "?limit=1", headers: ("Accept", Table)).JsonAsync();
        Assert.Single(table["rows"]!.AsArray());
        Assert.NotNull((string?)table["metadata"]!["continue"]);
    }

    [Fact]
    public async Task List_MetadataAlone_HasItsListKind()
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("meta"));
        var list = await _server.SendAsync(HttpMethod.Get, Pods, headers: ("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io")).JsonAsync();
        Assert.Equal(("PartialObjectMetadataList", "meta.k8s.io/v1"), ((string?)list["kind"], (string?)list["apiVersion"]));
        Assert.All(list["items"]!.AsArray(), item => Assert.Null(item!["spec"]));
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default/pods")]
    [InlineData("GET", "/api/v1/namespaces/default/pods?watch=1&timeoutSeconds=1")]
    [InlineData("GET", "/api/v1/namespaces/default")]
    [InlineData("GET", "/apis/apps/v1/namespaces/default/deployments/d/scale")]
    [InlineData("PATCH", "/api/v1/namespaces/default")]
    public async Task Any_TableWithAnUnknownInclusion_IsBadRequest(string method, string path)
    {
        var (body, contentType) = method == "PATCH" ? ("{}", "application/merge-patch+json") : (null, "");
        var (_, message) = await _server.SendAsync(new HttpMethod(method), $"{path}{(path.Contains('?') ? '&' : '?')}includeObject=Some", body, contentType, ("Accept", Table)).StatusAsync(400, "BadRequest");

        Assert.Equal("Unable to convert to Table as requested: includeObject: Invalid value: \"Some\": must be 'Metadata', 'Object', 'None', or empty", message);
    }

    [Fact]
    public async Task Get_NoTable_LooksAtNoInclusion() => await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default?includeObject=Some").JsonAsync();

    [Theory]
    [InlineData("/api/v1/pods", "PartialObjectMetadata", "you requested PartialObjectMetadata, but the requested object is a list (*core.PodList)")]
    [InlineData("/apis/rbac.authorization.k8s.io/v1/roles", "PartialObjectMetadata", "you requested PartialObjectMetadata, but the requested object is a list (*rbac.RoleList)")]
    [InlineData("/api/v1/namespaces/default", "PartialObjectMetadataList", "you requested PartialObjectMetadataList, but the requested object is not a list (*core.Namespace)")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments/d/scale", "PartialObjectMetadataList", "you requested PartialObjectMetadataList, but the requested object is not a list (*autoscaling.Scale)")]
    public async Task Get_MetadataAloneOfTheOtherOfObjectAndList_IsNotAcceptable(string path, string shape, string expected)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", $"application/json;as={shape};v=v1;g=meta.k8s.io,application/json")).StatusAsync(406, "NotAcceptable");

        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/default")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps")]
    [InlineData("GET", "/apis")]
    public async Task Any_UnknownFormAlone_IsNotAcceptableAndChangesNothing(string method, string path)
    {
        var body = method == "POST" ? Objects.ConfigMap("unacceptable") : null;
        await _server.SendAsync(new HttpMethod(method), path, body, headers: ("Accept", "application/cbor")).StatusAsync(406, "NotAcceptable");
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps/unacceptable").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Any_Answer_HasAnAuditIdAndIsNotCached()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default");
        Assert.True(Guid.TryParse(Assert.Single(answer.Headers.GetValues("Audit-Id")), out _));
        Assert.True(answer.Headers.CacheControl!.NoCache);
    }
}
