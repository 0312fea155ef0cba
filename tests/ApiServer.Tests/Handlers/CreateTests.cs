using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

public class CreateTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Create_Json_AnswersTheObjectWith201()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("json")).JsonAsync(HttpStatusCode.Created);

        Assert.Equal("ConfigMap", (string?)made["kind"]);
        Assert.Equal("default", (string?)made["metadata"]!["namespace"]);
        Assert.NotNull((string?)made["metadata"]!["uid"]);
        Assert.NotEqual(0, long.Parse((string)made["metadata"]!["resourceVersion"]!));
        var read = await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/json").JsonAsync();
        Assert.True(JsonNode.DeepEquals(made, read));
    }

    [Fact]
    public async Task Create_Yaml_IsTheSameAsJson()
    {
        var made = await _server.PostAsync(ConfigMaps, "metadata:\n  name: yaml\ndata:\n  a: 'x: y'\n", "application/yaml").JsonAsync(HttpStatusCode.Created);
        Assert.Equal("x: y", (string?)made["data"]!["a"]);
    }

    [Fact]
    public async Task Create_Protobuf_IsTheSameAsJson()
    {
        // Envelope: type (v1, ConfigMap) and the object, whose metadata holds the name.
        byte[] metadata = [0x0A, 5, .. "proto"u8];
        byte[] type = [0x0A, 2, .. "v1"u8, 0x12, 9, .. "ConfigMap"u8];
        byte[] entry = [0x0A, 1, .. "k"u8, 0x12, 1, .. "v"u8];
        byte[] item = [0x0A, (byte)metadata.Length, .. metadata, 0x12, (byte)entry.Length, .. entry];
        byte[] body = [.. "k8s\0"u8, 0x0A, (byte)type.Length, .. type, 0x12, (byte)item.Length, .. item];
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");
        var made = await _server.Client.PostAsync(ConfigMaps, content, TestContext.Current.CancellationToken).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("proto", (string?)made["metadata"]!["name"]);
        Assert.Equal("v", (string?)made["data"]!["k"]);
    }

    [Fact]
    public async Task Create_ProtobufOfAnotherKind_IsBadRequest()
    {
        byte[] type = [0x0A, 2, .. "v1"u8, 0x12, 6, .. "Secret"u8];
        using var content = new ByteArrayContent([.. "k8s\0"u8, 0x0A, (byte)type.Length, .. type, 0x12, 0]);
        content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");
        await _server.Client.PostAsync(ConfigMaps, content, TestContext.Current.CancellationToken).StatusAsync(400, "BadRequest");
    }

    [Fact]
    public async Task Create_WithoutKindAndVersion_TakesThemFromThePath()
    {
        var made = await _server.PostAsync(ConfigMaps, """{"metadata":{"name":"bare"}}""").JsonAsync(HttpStatusCode.Created);
        Assert.Equal(("ConfigMap", "v1"), ((string?)made["kind"], (string?)made["apiVersion"]));
    }

    [Fact]
    public async Task Create_GenerateName_MakesOne()
    {
        var made = await _server.PostAsync(ConfigMaps, """{"metadata":{"generateName":"some-"}}""").JsonAsync(HttpStatusCode.Created);
        Assert.Matches("^some-[a-z0-9]{5}$", (string?)made["metadata"]!["name"]);
    }

    [Fact]
    public async Task Create_Twice_IsAlreadyExists()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("twice")).JsonAsync(HttpStatusCode.Created);
        var (status, message) = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("twice")).StatusAsync(409, "AlreadyExists");
        Assert.Equal("configmaps \"twice\" already exists", message);
        Assert.Equal("twice", (string?)status["details"]!["name"]);
    }

    [Theory]
    [InlineData("", "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)")]
    [InlineData("""{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"}}""", """Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion""")]
    [InlineData("""{"kind":"Deployment","apiVersion":"apps/v1","metadata":{"name":"a"}}""", """Deployment in version "v1" cannot be handled as a ConfigMap: converting (v1.Deployment) to (core.ConfigMap): unknown conversion""")]
    [InlineData("""{"kind":"Secrets","metadata":{"name":"a"}}""", "Secrets in version \"v1\" cannot be handled as a ConfigMap: no kind \"Secrets\" is registered for version \"v1\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("""{"kind":"ConfigMap","apiVersion":"apps/v2","metadata":{"name":"a"}}""", "ConfigMap in version \"v2\" cannot be handled as a ConfigMap: no kind \"ConfigMap\" is registered for version \"apps/v2\" in scheme \"pkg/api/legacyscheme/scheme.go:30\"")]
    [InlineData("""{"apiVersion":"a/b/c"}""", """the object provided is unrecognized (must be of type ConfigMap): unexpected GroupVersion string: a/b/c ({"apiVersion":"a/b/c"})""")]
    [InlineData("""{""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: unexpected end of JSON input ({)""")]
    [InlineData("""{"metadata":{"name":"something",}}""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character '}' looking for beginning of object key string ({"metadata":{"name":"something ...)""")]
    [InlineData("""{"a" 1}""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character '1' after object key ({"a" 1})""")]
    [InlineData("""{"a":1]""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character ']' after object key:value pair ({"a":1])""")]
    [InlineData("""{} x""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'x' after top-level value ({} x)""")]
    [InlineData("""x""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of value (78)""")]
    [InlineData("""[]""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" } (5b5d)""")]
    [InlineData("\"text that is longer than others\"", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal string into Go value of type struct { APIVersion string "json:\"apiVersion,omitempty\""; Kind string "json:\"kind,omitempty\"" } (22746578742074686174206973206c6f6e676572207468616e206f746865 ...)""")]
    [InlineData("""{"kind":5}""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal number into Go struct field .kind of type string ({"kind":5})""")]
    [InlineData("""{"apiVersion":{}}""", """the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal object into Go struct field .apiVersion of type string ({"apiVersion":{}})""")]
    [InlineData("""{"metadata":5}""", """ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.metadata of type v1.ObjectMeta""")]
    [InlineData("""{"metadata":{"name":"a","creationTimestamp":"x"}}""", "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: parsing time \"x\" as \"2006-01-02T15:04:05Z07:00\": cannot parse \"x\" as \"2006\"")]
    [InlineData("""{"metadata":{"name":"a","namespace":"other"}}""", "the namespace of the provided object does not match the namespace sent on the request")]
    public async Task Create_WrongBody_SaysWhatIsWrong(string body, string expected)
    {
        var (_, message) = await _server.PostAsync(ConfigMaps, body).StatusAsync(400, "BadRequest");
        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("{\"metadata\":{\"name\":5}}")]
    [InlineData("{\"metadata\":{\"name\":\"a\",\"labels\":[]}}")]
    [InlineData("{\"data\":{\"a\":1}}")]
    [InlineData("\u0001")]
    public async Task Create_MalformedBody_IsBadRequest(string body) => await _server.PostAsync(ConfigMaps, body).StatusAsync(400, "BadRequest");

    [Fact]
    public async Task Create_Null_IsAnObjectOfNothing()
    {
        var (_, message) = await _server.PostAsync(ConfigMaps, "null").StatusAsync(422, "Invalid");
        Assert.Equal("ConfigMap \"\" is invalid: metadata.name: Required value: name or generateName is required", message);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/merge-patch+json")]
    [InlineData("nonsense/")]
    public async Task Create_UnknownMediaType_Is415(string contentType)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, ConfigMaps) { Content = new StringContent("{}") };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var (_, message) = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(415, "UnsupportedMediaType");
        Assert.Equal("the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf", message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Create_BodyOver3MiB_Is413AndKeepsNothing(bool isLengthKnown)
    {
        var text = "{\"metadata\":{\"name\":\"large\"},\"data\":{\"a\":\"" + new string('x', ApiServerOptions.BodyBytesMax) + "\"}}";
        using var content = isLengthKnown ? new StringContent(text) : (HttpContent)new ChunkedContent(text);
        content.Headers.ContentType = new("application/json");
        var (_, message) = await _server.Client.PostAsync(ConfigMaps, content, TestContext.Current.CancellationToken).StatusAsync(413, "RequestEntityTooLarge");
        Assert.Equal("Request entity too large: limit is 3145728", message);
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/large").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Create_UnknownFieldUnderStrict_IsRefusedByName()
    {
        var body = """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"strict"},"spec":{"foo":1,"containers":[{"name":"a","image":"b","bar":2}]}}""";
        var (_, message) = await _server.PostAsync("/api/v1/namespaces/default/pods?fieldValidation=Strict", body).StatusAsync(400, "BadRequest");
        Assert.StartsWith("Pod in version \"v1\" cannot be handled as a Pod: strict decoding error: ", message, StringComparison.Ordinal);
        Assert.Contains("unknown field \"spec.foo\"", message, StringComparison.Ordinal);
        Assert.Contains("unknown field \"spec.containers[0].bar\"", message, StringComparison.Ordinal);
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/pods/strict").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Create_AnObjectWithinWhoseKindIsNoText_IsRefusedAndATemplateHasNone()
    {
        const string path = "/apis/apps/v1/namespaces/default/statefulsets";
        const string body = """{"metadata":{"name":"typed"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":{"kind":1,"apiVersion":{},"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}},"volumeClaimTemplates":[{"kind":KIND,"metadata":{"name":"v"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]}}""";

        var (_, wrong) = await _server.PostAsync(path, body.Replace("KIND", "1", StringComparison.Ordinal)).StatusAsync(400, "BadRequest");
        var right = body.Replace("KIND", "\"PersistentVolumeClaim\"", StringComparison.Ordinal);
        var (_, unknown) = await _server.PostAsync(path + "?fieldValidation=Strict", right).StatusAsync(400, "BadRequest");
        var made = await _server.PostAsync(path, right).JsonAsync(HttpStatusCode.Created);

        Assert.EndsWith("json: cannot unmarshal number into Go struct field PersistentVolumeClaim.spec.volumeClaimTemplates.kind of type string", wrong, StringComparison.Ordinal);
        Assert.EndsWith("strict decoding error: unknown field \"spec.template.kind\", unknown field \"spec.template.apiVersion\"", unknown, StringComparison.Ordinal);
        Assert.Null(made["spec"]!["template"]!["kind"]);
        Assert.Equal("PersistentVolumeClaim", (string?)made["spec"]!["volumeClaimTemplates"]![0]!["kind"]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?fieldValidation=Warn", true)]
    [InlineData("?fieldValidation=Ignore", false)]
    public async Task Create_UnknownField_IsDroppedWithOrWithoutWarning(string query, bool warns)
    {
        var body = """{"metadata":{"generateName":"warned-"},"foo":1,"foo":2}""";
        using var answer = await _server.PostAsync(ConfigMaps + query, body);
        var made = await answer.JsonAsync(HttpStatusCode.Created);
        Assert.Null(made["foo"]);
        var warnings = answer.Headers.TryGetValues("Warning", out var values) ? string.Join(' ', values) : "";
        Assert.Equal(warns, warnings.Contains("299 - \"unknown field \\\"foo\\\"\"", StringComparison.Ordinal));
        Assert.Equal(warns, warnings.Contains("duplicate field", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("resourcequotas", """{"metadata":{"name":"NAME"},"spec":{"hard":{"pods":"PODS"}}}""", "299 - \"ResourceQuota NAME is kept, but nothing is counted or limited yet\"")]
    [InlineData("limitranges", """{"metadata":{"name":"NAME"},"spec":{"limits":[{"type":"Container","max":{"cpu":"PODS"}}]}}""", "299 - \"LimitRange NAME is kept, but its defaults and limits are not applied yet\"")]
    public async Task Create_WhatHasNoEffectYet_WarnsWhereItIsKept(string plural, string body, string warning)
    {
        var path = $"/api/v1/namespaces/default/{plural}";
        using var kept = await _server.PostAsync(path, body.Replace("NAME", "kept", StringComparison.Ordinal).Replace("PODS", "1", StringComparison.Ordinal));
        using var again = await _server.PostAsync(path, body.Replace("NAME", "kept", StringComparison.Ordinal).Replace("PODS", "1", StringComparison.Ordinal));
        using var wrong = await _server.PostAsync(path, body.Replace("NAME", "Wrong", StringComparison.Ordinal).Replace("PODS", "1", StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.UnprocessableEntity), (kept.StatusCode, again.StatusCode, wrong.StatusCode));
        Assert.Equal([warning.Replace("NAME", "kept", StringComparison.Ordinal)], kept.Headers.GetValues("Warning"));
        Assert.False(again.Headers.Contains("Warning"));
        Assert.False(wrong.Headers.Contains("Warning"));
    }

    [Theory]
    [InlineData("1.0")]
    [InlineData("1e0")]
    public async Task Create_AnIntegerWrittenOtherwise_IsRefusedButInYaml(string replicas)
    {
        const string path = "/apis/apps/v1/namespaces/default/replicasets";
        var body = """{"metadata":{"generateName":"whole-"},"spec":{"replicas":REPLICAS,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""".Replace("REPLICAS", replicas, StringComparison.Ordinal);

        var (_, message) = await _server.PostAsync(path, body).StatusAsync(400, "BadRequest");
        var made = await _server.PostAsync(path, body, "application/yaml").JsonAsync(HttpStatusCode.Created);

        Assert.Equal($"ReplicaSet in version \"v1\" cannot be handled as a ReplicaSet: json: cannot unmarshal number {replicas} into Go struct field ReplicaSetSpec.spec.replicas of type int32", message);
        Assert.Equal(1, (int?)made["spec"]!["replicas"]);
        var path1 = $"{path}/{(string?)made["metadata"]!["name"]}";
        var patch = $$$"""{"spec":{"replicas":{{{replicas}}}}}""";
        await _server.PatchAsync(path1, patch, "application/merge-patch+json").StatusAsync(422, "Invalid");
        Assert.Equal(1, (int?)(await _server.PatchAsync(path1, patch, "application/strategic-merge-patch+json").JsonAsync())["spec"]!["replicas"]);
        (_, message) = await _server.PutAsync(path1 + "/scale", $$$"""{"metadata":{"name":"{{{(string?)made["metadata"]!["name"]}}}"},"spec":{"replicas":{{{replicas}}}}}""").StatusAsync(400, "BadRequest");
        Assert.Equal($"Scale in version \"v1\" cannot be handled as a Scale: json: cannot unmarshal number {replicas} into Go struct field ScaleSpec.spec.replicas of type int32", message);
    }

    [Fact]
    public async Task Create_WithSurrogatesAlone_KeepsReplacements()
    {
        var made = await _server.PostAsync(ConfigMaps, """{"metadata":{"generateName":"lone-","annotations":{"a":"\udc00"}},"data":{"a":"\ud800x"}}""").JsonAsync(HttpStatusCode.Created);

        Assert.Equal(("\ufffdx", "\ufffd"), ((string?)made["data"]!["a"], (string?)made["metadata"]!["annotations"]!["a"]));
    }

    [Theory]
    [InlineData("dryRun=Some", "dryRun")]
    [InlineData("dryRun=", "dryRun")]
    [InlineData("fieldValidation=Loose", "fieldValidation")]
    [InlineData("fieldManager=%07", "fieldManager")]
    public async Task Create_WrongOption_IsInvalidByField(string query, string field)
    {
        var (status, message) = await _server.PostAsync($"{ConfigMaps}?{query}", Objects.ConfigMap("option")).StatusAsync(422, "Invalid");
        Assert.Equal(field, (string?)status["details"]!["causes"]![0]!["field"]);
        Assert.StartsWith("CreateOptions.meta.k8s.io \"\" is invalid: ", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a", 129)]
    [InlineData("\u00e4", 65)]
    public async Task Create_FieldManagerTooLong_IsInvalid(string letter, int count)
    {
        var name = string.Concat(Enumerable.Repeat(letter, count));
        var (_, message) = await _server.PostAsync($"{ConfigMaps}?fieldManager={Uri.EscapeDataString(name)}", Objects.ConfigMap("option")).StatusAsync(422, "Invalid");

        Assert.Equal("CreateOptions.meta.k8s.io \"\" is invalid: fieldManager: Too long: may not be more than 128 bytes", message);
    }

    [Fact]
    public async Task Create_FieldManagerThatCannotBePrinted_SaysWhere()
    {
        var (_, message) = await _server.PostAsync($"{ConfigMaps}?fieldManager=%C3%A4%07", Objects.ConfigMap("option")).StatusAsync(422, "Invalid");

        Assert.Equal("CreateOptions.meta.k8s.io \"\" is invalid: fieldManager: Invalid value: \"\u00e4\\a\": invalid character U+0007 (at position 2)", message);
    }

    [Fact]
    public async Task Create_DryRun_AnswersTheObjectAndKeepsNothing()
    {
        var made = await _server.PostAsync(ConfigMaps + "?dryRun=All", Objects.ConfigMap("dry")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("dry", (string?)made["metadata"]!["name"]);
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/dry").StatusAsync(404, "NotFound");
    }

    [Theory]
    [InlineData("?fieldManager=me", "other/1.0", "me")]
    [InlineData("", "other/1.0 (linux)", "other")]
    public async Task Create_FieldManager_IsGivenOrTheAgentsName(string query, string agent, string expected)
    {
        var made = await _server.SendAsync(HttpMethod.Post, ConfigMaps + query, """{"metadata":{"generateName":"managed-"},"data":{"a":"b"}}""", headers: ("User-Agent", agent)).JsonAsync(HttpStatusCode.Created);
        Assert.Equal(expected, (string?)made["metadata"]!["managedFields"]![0]!["manager"]);
    }

    [Fact]
    public async Task Create_InMissingNamespace_IsNotFound()
    {
        var (_, message) = await _server.PostAsync("/api/v1/namespaces/nowhere/configmaps", Objects.ConfigMap("a")).StatusAsync(404, "NotFound");
        Assert.Equal("namespaces \"nowhere\" not found", message);
    }

    [Fact]
    public async Task Create_InvalidObject_NamesFieldAndReason()
    {
        var (status, _) = await _server.PostAsync("/api/v1/namespaces/default/pods", """{"metadata":{"name":"UPPER"},"spec":{"containers":[]}}""").StatusAsync(422, "Invalid");
        var fields = status["details"]!["causes"]!.AsArray().Select(cause => (string?)cause!["field"]).ToList();
        Assert.Contains("metadata.name", fields);
        Assert.Contains("spec.containers", fields);
        Assert.Equal("Pod", (string?)status["details"]!["kind"]);
    }

    [Theory]
    [InlineData("/api/v1/pods")]
    [InlineData("/api/v1/namespaces/default/pods/a")]
    [InlineData("/api/v1/nodes/n")]
    public async Task Create_WhereNothingIsCreated_Is405WithTheMethodsThereAre(string path)
    {
        using var answer = await _server.PostAsync(path, "{}");
        Assert.NotEmpty(answer.Content.Headers.Allow);
        Assert.DoesNotContain("POST", answer.Content.Headers.Allow);
        await Task.FromResult(answer).StatusAsync(405, "MethodNotAllowed");
    }

    /// <summary>A body whose length is not told beforehand.</summary>
    private sealed class ChunkedContent(string text) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var writer = new StreamWriter(stream, leaveOpen: true);
            await writer.WriteAsync(text);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
