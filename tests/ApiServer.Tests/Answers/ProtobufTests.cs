using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
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
    [InlineData(ConfigMaps + "?watch=true", Protobuf)]
    [InlineData(ConfigMaps, Protobuf + ";as=Table;g=meta.k8s.io;v=v1")]
    [InlineData("/api", Protobuf)]
    public async Task Get_WhereThereIsNoProtobuf_IsNotAcceptable(string path, string accept)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept", accept));
        Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
    }

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
