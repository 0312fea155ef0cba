using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

/// <summary>Server-side apply as a client sees it.</summary>
public class ApplyTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Apply = "application/apply-patch+yaml";
    private const string Json = "application/json-patch+json";
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Apply_NewObject_Is201_AndThen200()
    {
        var made = await ApplyAsync("new", "data: {a: \"1\"}").JsonAsync(HttpStatusCode.Created);
        var again = await ApplyAsync("new", "data: {a: \"1\"}").JsonAsync();
        Assert.True(JsonNode.DeepEquals(made, again));
        Assert.Equal("Apply", (string?)made["metadata"]!["managedFields"]![0]!["operation"]);
        var changed = await ApplyAsync("new", "data: {b: \"1\"}").JsonAsync();
        Assert.Equal("""{"b":"1"}""", changed["data"]!.ToJsonString());
    }

    [Fact]
    public async Task Apply_Json_IsTakenAsYaml() =>
        await _server.PatchAsync(ConfigMaps + "/json?fieldManager=a", Objects.ConfigMap("json"), Apply).JsonAsync(HttpStatusCode.Created);

    [Fact]
    public async Task Apply_Conflict_IsAStatusWithCauses()
    {
        await ApplyAsync("conflict", "data: {a: \"1\"}").JsonAsync(HttpStatusCode.Created);
        var (status, message) = await ApplyAsync("conflict", "data: {a: \"2\"}", "b").StatusAsync(409, "Conflict");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"a\": .data.a", message);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"a\"","field":".data.a"}]}"""), status["details"]));
        var forced = await ApplyAsync("conflict", "data: {a: \"2\"}", "b&force=true").JsonAsync();
        Assert.Equal("2", (string?)forced["data"]!["a"]);
    }

    [Fact]
    public async Task Apply_WithoutManager_IsInvalid()
    {
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/unmanaged", "{}", Apply).StatusAsync(422, "Invalid");
        Assert.Equal("PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch", message);
    }

    [Theory]
    [InlineData("a: b: c", "error decoding YAML: error converting YAML to JSON: yaml: mapping values are not allowed in this context")]
    [InlineData("a:\n  b: c: d", "error decoding YAML: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context")]
    [InlineData("a:\n\tb: c", "error decoding YAML: error converting YAML to JSON: yaml: line 2: found character that cannot start any token")]
    [InlineData("a:\n  - b\n  c: d", "error decoding YAML: error converting YAML to JSON: yaml: line 2: did not find expected '-' indicator")]
    [InlineData("a: b\n  c: d", "error decoding YAML: error converting YAML to JSON: yaml: line 2: mapping values are not allowed in this context")]
    [InlineData("a: *b", "error decoding YAML: error converting YAML to JSON: yaml: unknown anchor 'b' referenced")]
    [InlineData("[]", "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("text", "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal string into Go value of type map[string]interface {}")]
    [InlineData("", "invalid object type: /, Kind=")]
    [InlineData("{apiVersion: v1, metadata: {name: bad}}", "invalid object type: /v1, Kind=")]
    [InlineData("{apiVersion: v1, kind: Secret, metadata: {name: bad}}", "invalid object type: /v1, Kind=Secret")]
    [InlineData("{apiVersion: apps/v1, kind: ConfigMap, metadata: {name: bad}}", "invalid object type: apps/v1, Kind=ConfigMap")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: bad, managedFields: []}}", "metadata.managedFields must be nil")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: bad}, date: {a: b}, data: {a: 1}}",
        "failed to create typed patch object (/bad; /v1, Kind=ConfigMap): errors:\n  .date: field not declared in schema\n  .data.a: expected string, got &value.valueUnstructured{Value:1}")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}", "the name of the object (other) does not match the name on the URL (bad)")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, data: {a: b}}", "the name of the object (bad based on URL) was undeterminable: name must be provided")]
    [InlineData("{apiVersion: v1, kind: ConfigMap, metadata: {name: bad, namespace: else}}", "the namespace of the provided object does not match the namespace sent on the request")]
    public async Task Apply_Malformed_IsBadRequest(string body, string? expected)
    {
        var (_, message) = await _server.PatchAsync(ConfigMaps + "/bad?fieldManager=a", body, Apply).StatusAsync(400, "BadRequest");
        Assert.Equal(expected ?? message, message);
    }

    [Fact]
    public async Task Apply_InvalidObject_IsInvalid() =>
        await ApplyAsync("a_b", "data: {a: \"1\"}").StatusAsync(422, "Invalid");

    [Fact]
    public async Task Apply_FieldTwice_WarnsOrIsRefused()
    {
        using var warned = await _server.PatchAsync(ConfigMaps + "/twice?fieldManager=a", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"twice"},"data":{"a":"1","a":"2"}}""", Apply);
        Assert.Contains("duplicate field", string.Join(' ', warned.Headers.GetValues("Warning")), StringComparison.Ordinal);
        var (_, message) = await ApplyAsync("twice", "data: {a: \"1\", a: \"2\"}", "a&fieldValidation=Strict").StatusAsync(400, "BadRequest");
        Assert.Equal("error strict decoding YAML: duplicate field \"data.a\"", message);
    }

    [Fact]
    public async Task Apply_DryRun_KeepsNothing()
    {
        await ApplyAsync("dry", "data: {a: \"1\"}", "a&dryRun=All").JsonAsync(HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/dry").StatusAsync(404, "NotFound");
        var made = await ApplyAsync("dry", "data: {a: \"1\"}").JsonAsync(HttpStatusCode.Created);
        Assert.Equal("2", (string?)(await ApplyAsync("dry", "data: {a: \"2\"}", "a&dryRun=All").JsonAsync())["data"]!["a"]);
        Assert.True(JsonNode.DeepEquals(made, await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/dry").JsonAsync()));
    }

    [Fact]
    public async Task Apply_UidOfNothing_IsConflict()
    {
        var (_, message) = await ApplyAsync("uid", "data: {}", uid: "11111111-1111-1111-1111-111111111111").StatusAsync(409, "Conflict");
        Assert.Equal("Operation cannot be fulfilled on configmaps \"uid\": uid mismatch: the provided object specified uid 11111111-1111-1111-1111-111111111111, and no existing object was found", message);
    }

    [Fact]
    public async Task Apply_InAMissingNamespace_IsNotFound() => await _server
        .PatchAsync("/api/v1/namespaces/missing/configmaps/m?fieldManager=a", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}", Apply).StatusAsync(404, "NotFound");

    [Fact]
    public async Task Apply_Status_LeavesTheSpecAlone()
    {
        await _server.PostAsync(Deployments, Objects.Deployment("status")).JsonAsync(HttpStatusCode.Created);
        const string Status = "{apiVersion: apps/v1, kind: Deployment, metadata: {name: status}, spec: {replicas: 9}, status: {replicas: 4}}";
        var applied = await _server.PatchAsync(Deployments + "/status/status?fieldManager=a", Status, Apply).JsonAsync();
        Assert.Equal((2, 4), ((int?)applied["spec"]!["replicas"], (int?)applied["status"]!["replicas"]));
        await _server.PatchAsync(Deployments + "/none/status?fieldManager=a", Status.Replace("name: status", "name: none"), Apply).StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Apply_Scale_OwnsTheReplicas()
    {
        await _server.PostAsync(Deployments + "?fieldManager=creator", Objects.Deployment("scale")).JsonAsync(HttpStatusCode.Created);
        const string Scale = "{apiVersion: autoscaling/v1, kind: Scale, metadata: {name: scale}, spec: {replicas: 7}}";
        var (_, message) = await _server.PatchAsync(Deployments + "/scale/scale?fieldManager=hpa", Scale, Apply).StatusAsync(409, "Conflict");
        Assert.Equal("Apply failed with 1 conflict: conflict with \"creator\" using autoscaling/v1: .spec.replicas", message);

        var scaled = await _server.PatchAsync(Deployments + "/scale/scale?fieldManager=hpa&force=true", Scale, Apply).JsonAsync();
        Assert.Equal(("Scale", 7), ((string?)scaled["kind"], (int?)scaled["spec"]!["replicas"]));
        var item = await _server.SendAsync(HttpMethod.Get, Deployments + "/scale").JsonAsync();
        var entry = item["metadata"]!["managedFields"]!.AsArray().Single(one => (string?)one!["manager"] == "hpa")!;
        Assert.Equal(("Apply", "scale", "apps/v1"), ((string?)entry["operation"], (string?)entry["subresource"], (string?)entry["apiVersion"]));
        Assert.Equal("""{"f:spec":{"f:replicas":{}}}""", entry["fieldsV1"]!.ToJsonString());
        await _server.PatchAsync(Deployments + "/scale/scale?fieldManager=hpa", Scale.Replace("7", "-1"), Apply).StatusAsync(422, "Invalid");
        await _server.PatchAsync(Deployments + "/scale/scale?fieldManager=hpa", Scale.Replace("replicas", "replica"), Apply).StatusAsync(400, "BadRequest");
    }

    [Fact]
    public async Task JsonPatch_OfTheManagers_IsKept()
    {
        var made = await _server.PostAsync(ConfigMaps + "?fieldManager=kubectl-client-side-apply", Objects.ConfigMap("migrated")).JsonAsync(HttpStatusCode.Created);
        var entries = made["metadata"]!["managedFields"]!.DeepClone().AsArray();
        entries[0]!["manager"] = "kubectl";
        entries[0]!["operation"] = "Apply";
        string Patch(string version) => $$"""
            [{"op":"replace","path":"/metadata/managedFields","value":{{entries.ToJsonString()}}},{"op":"replace","path":"/metadata/resourceVersion","value":"{{version}}"}]
            """;
        await _server.PatchAsync(ConfigMaps + "/migrated", Patch("999999"), Json).StatusAsync(409, "Conflict");
        var migrated = await _server.PatchAsync(ConfigMaps + "/migrated", Patch((string)made["metadata"]!["resourceVersion"]!), Json).JsonAsync();

        Assert.Equal(entries.ToJsonString(), migrated["metadata"]!["managedFields"]!.ToJsonString());
        var applied = await ApplyAsync("migrated", "data: {b: \"2\"}", "kubectl").JsonAsync();
        Assert.Equal("""{"b":"2"}""", applied["data"]!.ToJsonString());
    }

    private Task<HttpResponseMessage> ApplyAsync(string name, string content, string options = "a", string? uid = null) => _server.PatchAsync(
        $"{ConfigMaps}/{name}?fieldManager={options}",
        $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}{(uid is null ? "" : $", uid: {uid}")}}}\n{content}\n",
        Apply);
}
