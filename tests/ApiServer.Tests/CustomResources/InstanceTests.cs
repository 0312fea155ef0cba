using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.CustomResources;

/// <summary>Custom resources through the real server.</summary>
public sealed class InstanceTests(CustomServerFixture fixture) : IClassFixture<CustomServerFixture>
{
    private const string Path = "/apis/stable.example.com/v1/namespaces/default/crontabs";
    private const string MergePatch = "application/merge-patch+json";

    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Create_IsDefaultedPrunedAndNumbered()
    {
        using var answer = await _server.PostAsync(Path, Definitions.Item("CronTab", "created", ",\"unknown\":1"));
        var created = await answer.JsonAsync(HttpStatusCode.Created);

        Assert.Equal("""{"cronSpec":"* * * * 5","replicas":1}""", created["spec"]!.ToJsonString());
        Assert.Equal(1, created.Integer("metadata", "generation"));
        Assert.Equal("299 - \"unknown field \\\"spec.unknown\\\"\"", answer.Headers.GetValues("Warning").Single());
    }

    [Fact]
    public async Task Create_StrictlyWithUnknownAndRepeatedFields_IsRefused()
    {
        var (_, message) = await _server.PostAsync($"{Path}?fieldValidation=Strict", Definitions.Item("CronTab", "strict", ",\"unknown\":1,\"replicas\":1,\"replicas\":2")).StatusAsync(400, "BadRequest");

        Assert.Equal("CronTab in version \"v1\" cannot be handled as a CronTab: strict decoding error: duplicate field \"spec.replicas\", unknown field \"spec.unknown\"", message);
    }

    [Fact]
    public async Task GetScale_AsTable_SaysWhatIsWantedAndThere()
    {
        const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";
        await _server.PostAsync(Path, Definitions.Item("CronTab", "tabled")).JsonAsync(HttpStatusCode.Created);
        var one = await _server.SendAsync(HttpMethod.Get, $"{Path}/tabled/scale", headers: ("Accept", Table)).JsonAsync();
        var none = await _server.SendAsync(HttpMethod.Patch, $"{Path}/tabled/scale", """{"spec":{"replicas":0}}""", MergePatch, ("Accept", Table)).JsonAsync();

        Assert.Equal("Name string,Desired integer,Available integer,Age date", string.Join(',', one.Objects("columnDefinitions").Select(column => $"{column.Text("name")} {column.Text("type")}")));
        Assert.Equal("""["tabled",1,0""", one["rows"]![0]!["cells"]!.ToJsonString()[..13]);
        Assert.Equal("""["tabled",null,0""", none["rows"]![0]!["cells"]!.ToJsonString()[..16]);
        var (_, message) = await _server.SendAsync(HttpMethod.Get, Path, headers: ("Accept", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io")).StatusAsync(406, "NotAcceptable");
        Assert.Equal("you requested PartialObjectMetadata, but the requested object is a list (*unstructured.UnstructuredList)", message);
    }

    [Fact]
    public async Task Create_AgainstTheSchema_IsRefusedInKubernetesWords()
    {
        var (status, message) = await _server.PostAsync(Path, Definitions.Item("CronTab", "wrong", ",\"replicas\":15,\"color\":5")).StatusAsync(422, "Invalid");

        Assert.Equal(
            "CronTab.stable.example.com \"wrong\" is invalid: [spec.color: Invalid value: \"integer\": spec.color in body must be of type string: \"integer\", spec.replicas: Invalid value: 15: spec.replicas in body should be less than or equal to 10]",
            message);
        Assert.Equal("FieldValueTypeInvalid FieldValueInvalid", string.Join(' ', status.Objects("details", "causes").Select(one => one.Text("reason"))));
    }

    [Fact]
    public async Task Update_OfSpecAndStatus_CountTheGenerationAsTheyShould()
    {
        await _server.PostAsync(Path, Definitions.Item("CronTab", "counted")).JsonAsync(HttpStatusCode.Created);
        var labelled = await _server.PatchAsync($"{Path}/counted", """{"metadata":{"labels":{"a":"b"}},"status":{"replicas":9}}""", MergePatch).JsonAsync();
        var status = await _server.PatchAsync($"{Path}/counted/status", """{"spec":{"replicas":9},"status":{"replicas":3,"selector":"a=b"}}""", MergePatch).JsonAsync();
        var spec = await _server.PatchAsync($"{Path}/counted", """{"spec":{"replicas":2}}""", MergePatch).JsonAsync();

        Assert.Equal((1, 1, 2), (labelled.Integer("metadata", "generation"), status.Integer("metadata", "generation"), spec.Integer("metadata", "generation")));
        Assert.Null(labelled["status"]);
        Assert.Equal((3, 1), (status.Integer("status", "replicas"), status.Integer("spec", "replicas")));
        Assert.Equal(3, spec.Integer("status", "replicas"));
    }

    [Fact]
    public async Task Scale_GoesByTheDefinitionsPaths()
    {
        await _server.PostAsync(Path, Definitions.Item("CronTab", "scaled")).JsonAsync(HttpStatusCode.Created);
        await _server.PatchAsync($"{Path}/scaled/status", """{"status":{"replicas":3,"selector":"a=b"}}""", MergePatch).JsonAsync();
        var scale = await _server.SendAsync(HttpMethod.Get, $"{Path}/scaled/scale").JsonAsync();
        Assert.Equal((1, 3, "a=b"), (scale.Integer("spec", "replicas"), scale.Integer("status", "replicas"), scale.Text("status", "selector")));

        await _server.PatchAsync($"{Path}/scaled/scale", """{"spec":{"replicas":4}}""", MergePatch).JsonAsync();

        Assert.Equal(4, (await _server.SendAsync(HttpMethod.Get, $"{Path}/scaled").JsonAsync()).Integer("spec", "replicas"));
        await _server.PatchAsync($"{Path}/scaled/scale", """{"spec":{"replicas":11}}""", MergePatch).StatusAsync(422, "Invalid");
    }

    [Fact]
    public async Task Patch_StrategicMerge_IsUnsupported()
    {
        await _server.PostAsync(Path, Definitions.Item("CronTab", "patched")).JsonAsync(HttpStatusCode.Created);
        await _server.PatchAsync($"{Path}/patched", "{}", "application/strategic-merge-patch+json").StatusAsync(415, "UnsupportedMediaType");
        var patched = await _server.PatchAsync($"{Path}/patched", """[{"op":"replace","path":"/spec/replicas","value":5}]""", "application/json-patch+json").JsonAsync();
        Assert.Equal(5, patched.Integer("spec", "replicas"));
    }

    [Fact]
    public async Task Protobuf_IsNotAcceptable()
    {
        await _server.SendAsync(HttpMethod.Get, Path, null, "", ("Accept", "application/vnd.kubernetes.protobuf")).StatusAsync(406, "NotAcceptable");
        await _server.SendAsync(HttpMethod.Get, Path, null, "", ("Accept", "application/vnd.kubernetes.protobuf,application/json")).JsonAsync();
        await _server.PostAsync(Path, "k8s", "application/vnd.kubernetes.protobuf").StatusAsync(415, "UnsupportedMediaType");
    }

    [Fact]
    public async Task Protobuf_OfMetadataAlone_IsAnswered()
    {
        await _server.PostAsync(Path, Definitions.Item("CronTab", "partial")).JsonAsync(HttpStatusCode.Created);
        foreach (var path in new[] { Path, $"{Path}/partial" })
        {
            using var answer = await _server.SendAsync(HttpMethod.Get, path, null, "", ("Accept", $"application/vnd.kubernetes.protobuf;as=PartialObjectMetadata{(path == Path ? "List" : "")};g=meta.k8s.io;v=v1"));
            var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

            Assert.Equal("application/vnd.kubernetes.protobuf", answer.Content.Headers.ContentType!.MediaType);
            Assert.Equal("k8s\0"u8.ToArray(), body[..4]);
            Assert.True(body.AsSpan().IndexOf("partial"u8) > 0);
            Assert.Equal(-1, body.AsSpan().IndexOf("* * * * 5"u8));
        }
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"untyped"}}""", 400, "BadRequest", "Object 'Kind' is missing in 'unstructured object has no kind'")]
    [InlineData("""{"apiVersion":"stable.example.com/v1","metadata":{"name":"untyped"}}""", 400, "BadRequest", "Object 'Kind' is missing in 'unstructured object has no kind'")]
    [InlineData("""{"kind":"CronTab","metadata":{"name":"untyped"}}""", 400, "BadRequest", "the API version in the data () does not match the expected API version (stable.example.com/v1)")]
    [InlineData("""{"kind":"CronTab","apiVersion":"v1","metadata":{"name":"untyped"}}""", 400, "BadRequest", "the API version in the data (v1) does not match the expected API version (stable.example.com/v1)")]
    [InlineData("""{"kind":"Other","apiVersion":"stable.example.com/v1","metadata":{"name":"untyped"}}""", 422, "Invalid", "CronTab.stable.example.com \"untyped\" is invalid: kind: Invalid value: \"Other\": must be CronTab")]
    public async Task Create_WithoutItsType_IsRefused(string body, int code, string reason, string expected)
    {
        var (_, message) = await _server.PostAsync(Path, body).StatusAsync(code, reason);

        Assert.Equal(expected, message);
    }

    [Fact]
    public async Task Create_WithSurrogatesAlone_KeepsReplacements()
    {
        var created = await _server.PostAsync(Path, Definitions.Item("CronTab", "lone", ",\"color\":\"a\\ud800b\"")).JsonAsync(HttpStatusCode.Created);

        Assert.Equal("a\ufffdb", created.Text("spec", "color"));
        Assert.Equal("a\ufffdb", (await _server.SendAsync(HttpMethod.Get, $"{Path}/lone").JsonAsync()).Text("spec", "color"));
    }

    [Fact]
    public async Task Table_HasTheColumnsOfTheDefinition()
    {
        await _server.PostAsync(Path, Definitions.Item("CronTab", "printed", ",\"color\":\"printed\"")).JsonAsync(HttpStatusCode.Created);
        var table = await _server.SendAsync(HttpMethod.Get, $"{Path}?fieldSelector=spec.color=printed", null, "", ("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io")).JsonAsync();

        Assert.Equal("Name Spec Replicas Age", string.Join(' ', table.Objects("columnDefinitions").Select(one => one.Text("name"))));
        var cells = (JsonArray)table.Objects("rows").Single()["cells"]!;
        Assert.Equal("""["printed","* * * * 5",1]""", new JsonArray([.. cells.Take(3).Select(one => one!.DeepClone())]).ToJsonString());
        Assert.EndsWith("s", cells[3].Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_ByAFieldThatIsNotSelectable_IsABadRequest()
    {
        await _server.SendAsync(HttpMethod.Get, $"{Path}?fieldSelector=spec.replicas=1").StatusAsync(400, "BadRequest");
        Assert.Equal("CronTabList", (await _server.SendAsync(HttpMethod.Get, $"{Path}?fieldSelector=spec.color=none").JsonAsync()).Text("kind"));
    }

    [Fact]
    public async Task Watch_TellsOfWhatMatches()
    {
        await using var watch = await WatchReader.OpenAsync(_server, $"{Path}?watch=1&fieldSelector=spec.color=watched");
        await _server.PostAsync(Path, Definitions.Item("CronTab", "watched", ",\"color\":\"watched\"")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("watched", (await watch.NextAsync("ADDED")).Text("metadata", "name"));
        await _server.PatchAsync($"{Path}/watched", """{"spec":{"replicas":3}}""", MergePatch).JsonAsync();
        Assert.Equal(3, (await watch.NextAsync("MODIFIED")).Integer("spec", "replicas"));
        await _server.SendAsync(HttpMethod.Delete, $"{Path}/watched").JsonAsync();
        await watch.NextAsync("DELETED");
    }

    [Fact]
    public async Task ManagedFields_FollowListMaps()
    {
        var created = await _server.PostAsync(Path, Definitions.Item("CronTab", "managed", ",\"ports\":[{\"name\":\"web\",\"port\":80}]")).JsonAsync(HttpStatusCode.Created);
        Assert.NotNull(created.Objects("metadata", "managedFields").Single().At("fieldsV1", "f:spec", "f:ports", "k:{\"name\":\"web\"}", "f:port"));
    }

    [Fact]
    public async Task Apply_ServerSide_MergesListMaps_AndTellsOfConflicts()
    {
        const string apply = "application/apply-patch+yaml";
        var first = Definitions.Item("CronTab", "applied", ",\"ports\":[{\"name\":\"web\",\"port\":80}]");
        await _server.PatchAsync($"{Path}/applied?fieldManager=one", first, apply).JsonAsync(HttpStatusCode.Created);
        var second = """{"kind":"CronTab","apiVersion":"stable.example.com/v1","metadata":{"name":"applied"},"spec":{"ports":[{"name":"metrics","port":90}]}}""";
        var both = await _server.PatchAsync($"{Path}/applied?fieldManager=two", second, apply).JsonAsync();
        Assert.Equal("""[{"name":"web","port":80},{"name":"metrics","port":90}]""", both["spec"]!["ports"]!.ToJsonString());
        Assert.Equal(1, both.Integer("spec", "replicas"));

        var (_, message) = await _server.PatchAsync($"{Path}/applied?fieldManager=two", second.Replace("metrics", "web"), apply).StatusAsync(409, "Conflict");
        Assert.Contains(".spec.ports[name=\"web\"].port", message, StringComparison.Ordinal);
        (_, message) = await _server.PatchAsync($"{Path}/applied?fieldManager=two", second.Replace("ports", "unknown"), apply).StatusAsync(400, "BadRequest");
        Assert.Contains(".spec.unknown: field not declared in schema", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_BelowFieldsOfWhichNothingIsKnown_OwnsTheirMembers()
    {
        await _server.PostAsync("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {"metadata":{"name":"values.free.example.com"},"spec":{"group":"free.example.com","scope":"Namespaced","names":{"plural":"values","kind":"Value"},
            "versions":[{"name":"v1","served":true,"storage":true,"schema":{"openAPIV3Schema":{"type":"object","properties":{"spec":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}}]}}
            """).JsonAsync(HttpStatusCode.Created);
        await _server.EstablishedAsync("values.free.example.com");
        const string OfValues = "/apis/free.example.com/v1/namespaces/default/values/v";
        Task<HttpResponseMessage> Apply(string manager, string spec) => _server.PatchAsync(
            $"{OfValues}?fieldManager={manager}", $$"""{"apiVersion":"free.example.com/v1","kind":"Value","metadata":{"name":"v"},"spec":{{spec}}}""", "application/apply-patch+yaml");

        await Apply("m", """{"u":{"a":{"b":1,"l":[1]},"z":1}}""").JsonAsync(HttpStatusCode.Created);
        var both = await Apply("n", """{"u":{"a":{"c":2}}}""").JsonAsync();
        await Apply("n", """{"u":{"a":{"l":[2]}}}""").StatusAsync(409, "Conflict");
        var left = await Apply("m", """{"u":{"z":1}}""").JsonAsync();

        Assert.Equal("""{"f:spec":{"f:u":{".":{},"f:a":{".":{},"f:c":{}}}}}""", both.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "n")["fieldsV1"]!.ToJsonString());
        Assert.Equal("""{"u":{"a":{"c":2},"z":1}}""", left["spec"]!.ToJsonString());
    }

    [Fact]
    public async Task Namespace_ThatGoes_TakesThemAlong()
    {
        await _server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"going"}}""").JsonAsync(HttpStatusCode.Created);
        var path = Path.Replace("default", "going");
        await _server.PostAsync(path, Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        await using var watch = await WatchReader.OpenAsync(_server, $"{path}?watch=1");
        await watch.NextAsync("ADDED");
        await _server.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/going").JsonAsync();
        await watch.NextAsync("DELETED");
    }

    [Fact]
    public async Task Dependents_OfACustomOwner_AreCollectedWhenItGoes()
    {
        var owner = await _server.PostAsync(Path, Definitions.Item("CronTab", "owner")).JsonAsync(HttpStatusCode.Created);
        var dependent = (JsonObject)JsonNode.Parse(Objects.ConfigMap("owned"))!;
        dependent["metadata"]!["ownerReferences"] = new JsonArray(new JsonObject
        {
            ["apiVersion"] = "stable.example.com/v1", ["kind"] = "CronTab", ["name"] = "owner", ["uid"] = owner.Text("metadata", "uid"),
        });
        await _server.PostAsync("/api/v1/namespaces/default/configmaps", dependent.ToJsonString()).JsonAsync(HttpStatusCode.Created);
        await using var watch = await WatchReader.OpenAsync(_server, "/api/v1/namespaces/default/configmaps?watch=1&fieldSelector=metadata.name=owned");
        await watch.NextAsync("ADDED");
        await _server.SendAsync(HttpMethod.Delete, $"{Path}/owner").JsonAsync();
        await watch.NextAsync("DELETED");
    }
}
