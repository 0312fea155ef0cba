using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

public class PatchTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Json = "application/json-patch+json";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Patch_Merge_ChangesAndRemoves()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("merge")).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync(ConfigMaps + "/merge", """{"data":{"a":null,"b":"2"}}""", Merge).JsonAsync();
        Assert.Equal("""{"b":"2"}""", patched["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Patch_Json_AppliesItsOperations()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("json")).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync(ConfigMaps + "/json", """[{"op":"test","path":"/data/a","value":"1"},{"op":"add","path":"/data/b","value":"2"}]""", Json).JsonAsync();
        Assert.Equal("2", (string?)patched["data"]!["b"]);
    }

    [Theory]
    [InlineData(Merge, """{"data":{"a":"1","b":null}}""")]
    [InlineData(Strategic, """{"data":{"a":"1"},"metadata":{"$deleteFromPrimitiveList/finalizers":["none"]}}""")]
    [InlineData(Json, """[{"op":"test","path":"/data/a","value":"1"},{"op":"replace","path":"/data/a","value":"1"}]""")]
    [InlineData("application/apply-patch+yaml", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"same"},"data":{"a":"1"}}""")]
    public async Task Patch_ThatChangesNothing_KeepsTheVersion(string contentType, string body)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("same"));
        var first = await _server.PatchAsync(ConfigMaps + "/same?fieldManager=a", body, contentType).JsonAsync();
        var second = await _server.PatchAsync(ConfigMaps + "/same?fieldManager=a", body, contentType).JsonAsync();
        Assert.True(JsonNode.DeepEquals(first, second));
    }

    [Fact]
    public async Task Patch_JsonTestThatFails_IsInvalidAndChangesNothing()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("test")).JsonAsync(HttpStatusCode.Created);
        await _server.PatchAsync(ConfigMaps + "/test", """[{"op":"replace","path":"/data/a","value":"2"},{"op":"test","path":"/data/a","value":"1"}]""", Json).StatusAsync(422, "Invalid");
        Assert.True(JsonNode.DeepEquals(made, await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/test").JsonAsync()));
    }

    [Fact]
    public async Task Patch_Strategic_MergesContainersByName()
    {
        await _server.PostAsync(Deployments, Objects.Deployment("strategic")).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync(Deployments + "/strategic", """{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"c"}]}}}}""", Strategic).JsonAsync();
        Assert.Equal(2, patched["spec"]!["template"]!["spec"]!["containers"]!.AsArray().Count);
        Assert.Equal(2, (int?)patched["metadata"]!["generation"]);
    }

    [Theory]
    [InlineData("application/apply-patch+cbor")]
    [InlineData("application/json")]
    [InlineData("")]
    public async Task Patch_OtherMediaTypes_Are415(string contentType)
    {
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/any", "{}", contentType).StatusAsync(415, "UnsupportedMediaType");
        Assert.Equal("the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, application/apply-patch+yaml", message);
    }

    [Theory]
    [InlineData(Merge, "[]", "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData(Merge, "", "error decoding patch: unexpected end of JSON input")]
    [InlineData(Merge, "{x", "error decoding patch: invalid character 'x' looking for beginning of object key string")]
    [InlineData(Merge, "null", "Invalid JSON Patch")]
    [InlineData(Merge, "{x", "Invalid JSON Patch", "Ignore")]
    [InlineData(Strategic, "7", "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData(Strategic, "{}]", "invalid character ']' after top-level value")]
    [InlineData(Strategic, """{"$patch":"dance"}""", null)]
    [InlineData(Json, "{}", "error decoding patch: json: cannot unmarshal object into Go value of type []interface {}")]
    [InlineData(Json, "", "error decoding patch: unexpected end of JSON input")]
    [InlineData(Json, "[", "unexpected end of JSON input", "Ignore")]
    [InlineData(Json, "[7]", "json: cannot unmarshal number into Go value of type jsonpatch.Operation")]
    [InlineData(Merge, """{"metadata":{"name":"other"}}""", "the name of the object (other) does not match the name on the URL (malformed)")]
    public async Task Patch_Malformed_IsBadRequest(string contentType, string body, string? expected, string validation = "Warn")
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("malformed"));
        var (_, message) = await _server.PatchAsync($"{ConfigMaps}/malformed?fieldValidation={validation}", body, contentType).StatusAsync(400, "BadRequest");
        Assert.Equal(expected ?? message, message);
    }

    [Theory]
    [InlineData(Strategic)]
    [InlineData(Json)]
    public async Task Patch_Null_ChangesNothing(string contentType)
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("null-" + contentType.Length)).JsonAsync(HttpStatusCode.Created);
        Assert.True(JsonNode.DeepEquals(made, await _server.PatchAsync($"{ConfigMaps}/null-{contentType.Length}", "null", contentType).JsonAsync()));
    }

    [Theory]
    [InlineData(Json, """[{"op":"dance","path":"/a"}]""")]
    [InlineData(Json, """[{"op":"test","path":"/data/a","value":"no"}]""")]
    [InlineData(Json, """[{"op":"remove","path":"/data/none"}]""")]
    [InlineData(Json, """[{"op":"add","path":"/none/a","value":"b"}]""")]
    [InlineData(Json, """[{"op":"add","path":"data/a","value":"b"}]""")]
    public async Task Patch_JsonThatDoesNotFit_IsRejectedWithoutDetails(string contentType, string body)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("unfit"));
        var (status, message) = await _server.PatchAsync(ConfigMaps + "/unfit", body, contentType).StatusAsync(422, "Invalid");
        Assert.Equal("the server rejected our request due to an error in our request", message);
        Assert.Equal("{}", status["details"]!.ToJsonString());
    }

    [Theory]
    [InlineData(Merge, """{"kind":"Secret"}""")]
    [InlineData(Merge, """{"metadata":5}""")]
    [InlineData(Merge, """{"data":5}""")]
    [InlineData(Strategic, """{"data":{"a":{}}}""")]
    [InlineData(Json, """[{"op":"replace","path":"/data","value":[]}]""")]
    public async Task Patch_ThatLeavesNoObjectOfTheKind_IsInvalid(string contentType, string body)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("misfit"));
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/misfit", body, contentType).StatusAsync(422, "Invalid");
        Assert.StartsWith(" \"\" is invalid: patch: Invalid value: \"", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Strategic, """{"spec":{"replicas":"3"}}""", "map[spec:map[replicas:3]]", "unrecognized type: int32")]
    [InlineData(Strategic, """{"spec":{"replicas":1.5}}""", "map[spec:map[replicas:1.5]]", "cannot convert float64 to int32")]
    [InlineData(Strategic, """{"spec":{"paused":1}}""", "map[spec:map[paused:1]]", "unrecognized type: bool")]
    [InlineData(Strategic, """{"metadata":{"annotations":{"a":1}}}""", "map[metadata:map[annotations:map[a:1]]]", "cannot convert int64 to string")]
    [InlineData(Strategic, """{"metadata":{"annotations":{"a":true}}}""", "map[metadata:map[annotations:map[a:true]]]", "unrecognized type: string")]
    [InlineData(Strategic, """{"spec":{"selector":7}}""", "map[spec:map[selector:7]]", "cannot restore struct from: int64")]
    [InlineData(Strategic, """{"spec":{"strategy":{"rollingUpdate":{"maxSurge":true}}}}""", "map[spec:map[strategy:map[rollingUpdate:map[maxSurge:true]]]]", "json: cannot unmarshal bool into Go value of type int32")]
    [InlineData(Merge, """{"spec":{"replicas":"3"}}""", null, "json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32")]
    public async Task Patch_ValueOfAnotherType_IsToldAsKubernetesTellsIt(string contentType, string body, string? shown, string why)
    {
        using var _ = await _server.PostAsync(Deployments, Objects.Deployment("mistyped"));
        var (_, message) = await _server.PatchAsync(Deployments + "/mistyped", body, contentType).StatusAsync(422, "Invalid");
        Assert.EndsWith($"\": {why}", message, StringComparison.Ordinal);
        Assert.StartsWith($" \"\" is invalid: patch: Invalid value: \"{shown}", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_JsonOfTooManyOperations_Is413()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("much"));
        var operations = string.Join(',', Enumerable.Repeat("""{"op":"test","path":"/data/a","value":"1"}""", 10_001));
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/much", $"[{operations}]", Json).StatusAsync(413, "RequestEntityTooLarge");
        Assert.Equal("Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001", message);
    }

    [Fact]
    public async Task Patch_JsonWithAnUnknownMember_Warns()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("member"));
        using var answer = await _server.PatchAsync(ConfigMaps + "/member", """[{"op":"test","path":"/data/a","value":"1","why":"so"}]""", Json);
        await answer.JsonAsync();
        Assert.Contains("json patch unknown field \\\"[0].why\\\"", string.Join(' ', answer.Headers.GetValues("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_ForcedWithoutApply_IsInvalid()
    {
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/forced?force=true", "{}", Merge).StatusAsync(422, "Invalid");
        Assert.Equal("PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch", message);
    }

    [Fact]
    public async Task Patch_UnknownFieldUnderStrict_IsRefused()
    {
        await _server.PostAsync(Deployments, Objects.Deployment("strict")).JsonAsync(HttpStatusCode.Created);
        var (_, message) = await _server.PatchAsync(Deployments + "/strict?fieldValidation=Strict", """{"spec":{"foo":1}}""", Strategic).StatusAsync(422, "Invalid");
        Assert.Contains("strict decoding error: unknown field \"spec.foo\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_UnknownField_Warns()
    {
        await _server.PostAsync(Deployments, Objects.Deployment("warned")).JsonAsync(HttpStatusCode.Created);
        using var answer = await _server.PatchAsync(Deployments + "/warned", """{"spec":{"foo":1}}""", Merge);
        await answer.JsonAsync();
        Assert.Contains("spec.foo", string.Join(' ', answer.Headers.GetValues("Warning")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Patch_StaleVersion_IsConflict()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("stale")).JsonAsync(HttpStatusCode.Created);
        await _server.PatchAsync(ConfigMaps + "/stale", """{"metadata":{"resourceVersion":"999999"},"data":{"a":"2"}}""", Merge).StatusAsync(409, "Conflict");
    }

    [Fact]
    public async Task Patch_OtherUid_IsConflict()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("uid")).JsonAsync(HttpStatusCode.Created);
        await _server.PatchAsync(ConfigMaps + "/uid", """{"metadata":{"uid":"11111111-1111-1111-1111-111111111111"}}""", Merge).StatusAsync(409, "Conflict");
    }

    [Theory]
    [InlineData(Merge, "{}")]
    [InlineData(Merge, "{x")]
    [InlineData(Strategic, "7")]
    [InlineData(Json, "{}")]
    [InlineData(Json, "[7]")]
    public async Task Patch_Missing_IsNotFound(string contentType, string body) =>
        await _server.PatchAsync(ConfigMaps + "/missing", body, contentType).StatusAsync(404, "NotFound");

    [Theory]
    [InlineData("missing", 404, "NotFound")]
    [InlineData("scaled", 400, "BadRequest")]
    public async Task PatchOfAScale_Malformed_IsSaidOfWhatIsThere(string name, int code, string reason)
    {
        const string Controllers = "/api/v1/namespaces/default/replicationcontrollers";
        using var _ = await _server.PostAsync(Controllers, """{"metadata":{"name":"scaled"},"spec":{"selector":{"a":"b"},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        await _server.PatchAsync($"{Controllers}/{name}/scale", "{x", Merge).StatusAsync(code, reason);
    }

    [Fact]
    public async Task Patch_ManyAtOnceWithoutVersion_AllLand()
    {
        const int Count = 60;
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("many")).JsonAsync(HttpStatusCode.Created);
        await Task.WhenAll(Enumerable.Range(0, Count).Select(index => _server.PatchAsync(ConfigMaps + "/many", $$$"""{"data":{"k{{{index}}}":"v"}}""", Merge).JsonAsync()));
        var read = await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/many").JsonAsync();
        Assert.Equal(Count + 1, read["data"]!.AsObject().Count);
    }

    [Fact]
    public async Task Patch_Status_LeavesTheSpecAlone()
    {
        await _server.PostAsync(Deployments, Objects.Deployment("status")).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync(Deployments + "/status/status", """{"spec":{"replicas":9},"status":{"replicas":2}}""", Merge).JsonAsync();
        Assert.Equal(2, (int?)patched["spec"]!["replicas"]);
        Assert.Equal(2, (int?)patched["status"]!["replicas"]);
        Assert.Equal(1, (int?)patched["metadata"]!["generation"]);
    }

    [Theory]
    [InlineData("/api/v1/nodes", """{"metadata":{"name":"of-status"}}""", """{"a":"b"}""", """{"a":"b"}""")]
    [InlineData(Deployments, null, null, """{"a":"b"}""")]
    [InlineData("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", null, null, null)]
    public async Task Patch_StatusWithMetadata_KeepsWhatTheKindTakes(string path, string? body, string? labels, string? annotations)
    {
        body ??= path == Deployments ? Objects.Deployment("of-status") : """
            {"metadata":{"name":"of-status.a.b"},"spec":{"group":"a.b","scope":"Cluster","names":{"plural":"of-status","kind":"OfStatus"},
            "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object"}}}]}}
            """;
        var made = await _server.PostAsync(path, body).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync($"{path}/{(string)made["metadata"]!["name"]!}/status", """{"metadata":{"labels":{"a":"b"},"annotations":{"a":"b"}}}""", Merge).JsonAsync();
        Assert.Equal(labels ?? made["metadata"]!["labels"]?.ToJsonString(), patched["metadata"]!["labels"]?.ToJsonString());
        Assert.Equal(annotations, patched["metadata"]!["annotations"]?.ToJsonString());
    }

    [Fact]
    public async Task Put_Finalize_LeavesTheStatusAlone()
    {
        await _server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"finalized"}}""").JsonAsync(HttpStatusCode.Created);
        var put = await _server.PutAsync(
            "/api/v1/namespaces/finalized/finalize", """{"metadata":{"name":"finalized"},"spec":{"finalizers":["kubernetes","a.b/c"]},"status":{"phase":"Terminating"}}""").JsonAsync();
        Assert.Equal("Active", (string?)put["status"]!["phase"]);
        Assert.Equal("""["kubernetes","a.b/c"]""", put["spec"]!["finalizers"]!.ToJsonString());
    }

    [Fact]
    public async Task Patch_DryRun_ChangesNothing()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("dry")).JsonAsync(HttpStatusCode.Created);
        var patched = await _server.PatchAsync(ConfigMaps + "/dry?dryRun=All", """{"data":{"a":"2"}}""", Merge).JsonAsync();
        Assert.Equal("2", (string?)patched["data"]!["a"]);
        Assert.True(JsonNode.DeepEquals(made, await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/dry").JsonAsync()));
    }
}
