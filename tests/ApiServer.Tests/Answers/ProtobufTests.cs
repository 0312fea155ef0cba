using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Codecs;
using CloudOrchestrator.Resources.Schema;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Answers;

public class ProtobufTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Protobuf = "application/vnd.kubernetes.protobuf";
    private const string Meta = "k8s.io.apimachinery.pkg.apis.meta.v1.";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Get_Protobuf_IsTheSameObject()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("proto"));
        Assert.True(JsonNode.DeepEquals(await JsonAsync(ConfigMaps + "/proto"), await ProtobufAsync(ConfigMaps + "/proto", "k8s.io.api.core.v1.ConfigMap")));
    }

    [Theory]
    [InlineData("?labelSelector=form=proto")]
    [InlineData("?labelSelector=form=proto&limit=2")]
    [InlineData("?labelSelector=form=none")]
    public async Task List_Protobuf_IsTheSameList(string query)
    {
        foreach (var name in new[] { "p1", "p2", "p3" })
        {
            var document = JsonNode.Parse(Objects.ConfigMap(name))!;
            document["metadata"]!["labels"] = new JsonObject { ["form"] = "proto" };
            using var _ = await _server.PostAsync(ConfigMaps, document.ToJsonString());
        }

        var json = await JsonAsync(ConfigMaps + query);
        var decoded = await ProtobufAsync(ConfigMaps + query, "k8s.io.api.core.v1.ConfigMapList");

        // Objects in a JSON list say their kind by themselves in neither form; tokens differ from request to request.
        Assert.Equal(json["metadata"]!["continue"] is null, decoded["metadata"]!["continue"] is null);
        Assert.Equal((long?)json["metadata"]!["remainingItemCount"], (long?)decoded["metadata"]!["remainingItemCount"]);
        Assert.Equal((string?)json["metadata"]!["resourceVersion"], (string?)decoded["metadata"]!["resourceVersion"]);
        var (expected, found) = (json["items"]!.AsArray(), decoded["items"]?.AsArray() ?? []);
        Assert.Equal(expected.Count, found.Count);
        Assert.All(expected.Zip(found), pair => Assert.True(JsonNode.DeepEquals(pair.First!["metadata"], pair.Second!["metadata"]) && JsonNode.DeepEquals(pair.First["data"], pair.Second["data"])));
    }

    [Fact]
    public async Task Get_MetadataAloneInProtobuf_IsItsMetadata()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("partial"));
        var whole = await JsonAsync(ConfigMaps + "/partial");

        var partial = await ProtobufAsync(ConfigMaps + "/partial", Meta + "PartialObjectMetadata", ";as=PartialObjectMetadata;g=meta.k8s.io;v=v1");

        Assert.Equal(["kind", "apiVersion", "metadata"], partial.Select(member => member.Key));
        Assert.True(JsonNode.DeepEquals(whole["metadata"], partial["metadata"]));
    }

    [Fact]
    public async Task Get_MissingInProtobuf_IsAStatus()
    {
        var status = await ProtobufAsync(ConfigMaps + "/none", Meta + "Status", code: HttpStatusCode.NotFound);
        Assert.Equal(("NotFound", "none", (long?)404), ((string?)status["reason"], (string?)status["details"]!["name"], (long?)status["code"]));
    }

    [Fact]
    public async Task Get_ScaleInProtobuf_IsAScale()
    {
        using var _ = await _server.PostAsync("/apis/apps/v1/namespaces/default/deployments", Objects.Deployment("proto"));
        const string path = "/apis/apps/v1/namespaces/default/deployments/proto/scale";
        Assert.True(JsonNode.DeepEquals(await JsonAsync(path), await ProtobufAsync(path, "k8s.io.api.autoscaling.v1.Scale")));
    }

    [Fact]
    public async Task Post_ProtobufBothWays_IsCreated()
    {
        var body = new WireWriter();
        var start = ProtobufEncoder.StartBody(body, "v1", "ConfigMap");
        ProtobufEncoder.Encode("""{"metadata":{"name":"sent"},"data":{"a":"1"}}"""u8, SchemaTable.BuiltIn.Get("k8s.io.api.core.v1.ConfigMap"), body);
        body.End(start);
        using var request = new HttpRequestMessage(HttpMethod.Post, ConfigMaps) { Content = new ReadOnlyMemoryContent(body.Written) };
        request.Content.Headers.ContentType = new(Protobuf);
        request.Headers.Add("Accept", Protobuf);

        using var answer = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("1", (string?)(await DecodedAsync(answer, "k8s.io.api.core.v1.ConfigMap"))["data"]!["a"]);
    }

    [Theory]
    [InlineData(ConfigMaps + "?watch=true", Protobuf + ";as=Table;g=meta.k8s.io;v=v1", "application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch")]
    [InlineData(ConfigMaps, Protobuf + ";as=Table;g=meta.k8s.io;v=v1", "application/json, application/yaml, application/vnd.kubernetes.protobuf")]
    public async Task Get_WhereThereIsNoProtobuf_IsNotAcceptable(string path, string accept, string accepted)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", accept)).StatusAsync(406, "NotAcceptable");
        Assert.Equal($"only the following media types are accepted: {accepted}", message);
    }

    [Theory]
    [InlineData("/apis", "APIGroupList")]
    [InlineData("/apis/apps", "APIGroup")]
    [InlineData("/apis/apps/v1", "APIResourceList")]
    [InlineData("/api/v1", "APIResourceList")]
    public async Task Discovery_Protobuf_IsTheSame(string path, string kind) =>
        AssertSame(await JsonAsync(path), await ProtobufAsync(path, Meta + kind), Meta + kind);

    [Fact]
    public async Task Discovery_VersionsOfTheCoreGroupInProtobuf_AreTheSame()
    {
        // This document alone has no version of its own.
        var json = (JsonObject)await JsonAsync("/api");
        json["apiVersion"] = "";
        AssertSame(json, await ProtobufAsync("/api", Meta + "APIVersions"), Meta + "APIVersions");
    }

    [Theory]
    [InlineData("/api", "v2")]
    [InlineData("/apis", "v2")]
    [InlineData("/apis", "v2beta1")]
    public async Task Discovery_AggregatedInProtobuf_IsTheSame(string path, string version)
    {
        var parameters = $";g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList";
        var json = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", "application/json" + parameters)).JsonAsync();

        var type = $"k8s.io.api.apidiscovery.{version}.APIGroupDiscoveryList";
        AssertSame(json, await ProtobufAsync(path, type, parameters), type);
    }

    [Fact]
    public async Task Review_ProtobufBothWays_IsAnswered()
    {
        const string type = "k8s.io.api.authorization.v1.SelfSubjectAccessReview";
        var body = new WireWriter();
        var start = ProtobufEncoder.StartBody(body, "authorization.k8s.io/v1", "SelfSubjectAccessReview");
        ProtobufEncoder.Encode("""{"spec":{"resourceAttributes":{"verb":"get","resource":"pods"}}}"""u8, SchemaTable.BuiltIn.Get(type), body);
        body.End(start);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews") { Content = new ReadOnlyMemoryContent(body.Written) };
        request.Content.Headers.ContentType = new(Protobuf);
        request.Headers.Add("Accept", Protobuf);

        using var answer = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var review = await DecodedAsync(answer, type);
        Assert.Equal(("pods", true), (review.Text("spec", "resourceAttributes", "resource"), review.Flag("status", "allowed")));
    }

    [Theory]
    [InlineData("authentication.k8s.io", "v1")]
    [InlineData("authentication.k8s.io", "v1beta1")]
    public async Task Review_OfOneselfInProtobuf_IsAnswered(string group, string version)
    {
        using var answer = await _server.SendAsync(HttpMethod.Post, $"/apis/{group}/{version}/selfsubjectreviews", "{}", "application/json", ("Accept", Protobuf));

        Assert.Equal("kubernetes-admin", (await DecodedAsync(answer, "k8s.io.api.authentication.v1.SelfSubjectReview")).Text("status", "userInfo", "username"));
    }

    /// <summary>Protobuf has no text that is empty and no null.</summary>
    private static void AssertSame(JsonNode json, JsonObject decoded, string type) =>
        Assert.Equal(CanonicalForm.Of((JsonObject)json, SchemaTable.BuiltIn.Get(type), []).ToJsonString(), decoded.ToJsonString());

    private async Task<JsonNode> JsonAsync(string path) => await _server.SendAsync(HttpMethod.Get, path).JsonAsync();

    private async Task<JsonObject> ProtobufAsync(string path, string type, string parameters = "", HttpStatusCode code = HttpStatusCode.OK)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", Protobuf + parameters));
        Assert.Equal(code, answer.StatusCode);
        return await DecodedAsync(answer, type);
    }

    private static async Task<JsonObject> DecodedAsync(HttpResponseMessage answer, string type)
    {
        Assert.Equal(Protobuf, answer.Content.Headers.ContentType!.MediaType);
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var schema = SchemaTable.BuiltIn.Get(type);
        var decoded = Assert.IsType<DecodeOutcome.Decoded>(ProtobufDecoder.Decode(body, (_, kind) => schema.ShortName == kind ? schema : null));
        return CanonicalForm.Of(decoded.Document, schema, []);
    }
}
