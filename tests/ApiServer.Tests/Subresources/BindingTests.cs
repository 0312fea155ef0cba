using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public class BindingTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Bindings = "/api/v1/namespaces/default/bindings";
    private const string ToNode = """{"kind":"Binding","apiVersion":"v1","target":{"kind":"Node","name":"n1"}}""";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Bind_UnboundPod_GivesItToTheNodeOnce()
    {
        await _server.PostAsync(Pods, Objects.Pod("bind")).JsonAsync(HttpStatusCode.Created);
        var status = await _server.PostAsync(Pods + "/bind/binding", ToNode).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("Success", (string?)status["status"]);
        var pod = await _server.SendAsync(HttpMethod.Get, Pods + "/bind").JsonAsync();
        Assert.Equal("n1", (string?)pod["spec"]!["nodeName"]);
        Assert.Contains(pod["status"]!["conditions"]!.AsArray(), condition => (string?)condition!["type"] == "PodScheduled" && (string?)condition["status"] == "True");
        var (_, message) = await _server.PostAsync(Pods + "/bind/binding", ToNode).StatusAsync(409, "Conflict");
        Assert.Equal("Operation cannot be fulfilled on pods/binding \"bind\": pod bind is already assigned to node \"n1\"", message);
    }

    [Fact]
    public async Task Bind_ManyAtOnce_OneWins()
    {
        await _server.PostAsync(Pods, Objects.Pod("race")).JsonAsync(HttpStatusCode.Created);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(index => _server.PostAsync(Pods + "/race/binding", ToNode.Replace("n1", $"n{index}"))));
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(19, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Theory]
    [InlineData(Pods + "/typed/binding")]
    [InlineData(Bindings)]
    public async Task Bind_ValueOfAnotherType_IsNotDecoded(string path)
    {
        var (_, message) = await _server.PostAsync(path, """{"metadata":{"name":"typed"},"target":{"kind":5,"name":"n1"}}""").StatusAsync(400, "BadRequest");
        Assert.Equal("Binding in version \"v1\" cannot be handled as a Binding: json: cannot unmarshal number into Go struct field ObjectReference.target.kind of type string", message);
    }

    [Theory]
    [InlineData("""{"target":{"kind":"Node"}}""", 422, "target.name")]
    [InlineData("{}", 422, "target.name")]
    [InlineData("""{"target":{"kind":"Pod","name":"n1"}}""", 422, "target.kind")]
    public async Task Bind_WrongTarget_IsInvalidByField(string body, int code, string field)
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("wrong"));
        var (status, _) = await _server.PostAsync(Pods + "/wrong/binding", body).StatusAsync(code, "Invalid");
        Assert.Equal(field, (string?)status["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task Bind_OtherUid_IsConflict()
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("uid"));
        await _server.PostAsync(Pods + "/uid/binding", """{"metadata":{"uid":"11111111-1111-1111-1111-111111111111"},"target":{"name":"n1"}}""").StatusAsync(409, "Conflict");
    }

    [Fact]
    public async Task Bind_PodWithAGate_IsConflict()
    {
        await _server.PostAsync(Pods, Objects.Pod("gated").Replace("\"spec\":{", "\"spec\":{\"schedulingGates\":[{\"name\":\"example.com/gate\"}],", StringComparison.Ordinal)).JsonAsync(HttpStatusCode.Created);

        var (_, message) = await _server.PostAsync(Pods + "/gated/binding", ToNode).StatusAsync(409, "Conflict");

        Assert.Equal("Operation cannot be fulfilled on pods/binding \"gated\": pod gated has non-empty .spec.schedulingGates", message);
        Assert.Null((await _server.SendAsync(HttpMethod.Get, Pods + "/gated").JsonAsync())["spec"]!["nodeName"]);
    }

    [Fact]
    public async Task Bind_Missing_IsNotFound() => await _server.PostAsync(Pods + "/missing/binding", ToNode).StatusAsync(404, "NotFound");

    [Fact]
    public async Task Bind_BesideThePods_IsOfThePodThatItNames()
    {
        await _server.PostAsync(Pods, Objects.Pod("legacy")).JsonAsync(HttpStatusCode.Created);
        var named = """{"kind":"Binding","apiVersion":"v1","metadata":{"name":"legacy","annotations":{"by":"me"}},"target":{"kind":"Node","name":"n1"}}""";

        var status = await _server.PostAsync(Bindings, named).JsonAsync(HttpStatusCode.Created);

        Assert.Equal(("Status", "Success"), ((string?)status["kind"], (string?)status["status"]));
        var pod = await _server.SendAsync(HttpMethod.Get, Pods + "/legacy").JsonAsync();
        Assert.Equal(("n1", "me"), ((string?)pod["spec"]!["nodeName"], (string?)pod["metadata"]!["annotations"]!["by"]));
        var (_, message) = await _server.PostAsync(Bindings, named).StatusAsync(409, "Conflict");
        Assert.Equal("Operation cannot be fulfilled on pods/binding \"legacy\": pod legacy is already assigned to node \"n1\"", message);
    }

    [Theory]
    [InlineData("POST", Bindings, ToNode, 400, "BadRequest")]
    [InlineData("POST", Bindings, """{"metadata":{"name":"nobody"},"target":{"name":"n1"}}""", 404, "NotFound")]
    [InlineData("POST", Bindings, """{"metadata":{"name":"nobody"}}""", 422, "Invalid")]
    [InlineData("POST", "/api/v1/bindings", ToNode, 404, "NotFound")]
    [InlineData("GET", Bindings, "", 405, "MethodNotAllowed")]
    [InlineData("GET", Bindings + "/legacy", "", 404, "NotFound")]
    public async Task Bind_BesideThePodsButNotSo_IsRefused(string method, string path, string body, int code, string reason) =>
        await (method == "POST" ? _server.PostAsync(path, body) : _server.SendAsync(HttpMethod.Get, path)).StatusAsync(code, reason);

    [Fact]
    public async Task Bind_BesideThePods_IsDiscoveredAndDescribed()
    {
        var resources = (await _server.SendAsync(HttpMethod.Get, "/api/v1").JsonAsync())["resources"]!.AsArray();
        var row = resources.Single(resource => (string?)resource!["name"] == "bindings")!;
        Assert.Equal("""{"name":"bindings","singularName":"binding","namespaced":true,"kind":"Binding","verbs":["create"]}""", row.ToJsonString());
        var operation = (await _server.SendAsync(HttpMethod.Get, "/openapi/v3/api/v1").JsonAsync())["paths"]!["/api/v1/namespaces/{namespace}/bindings"]!["post"]!;
        Assert.Equal("createCoreV1NamespacedBinding", (string?)operation["operationId"]);
    }

    [Fact]
    public async Task Bind_OtherResourceVersion_IsConflict()
    {
        using var _ = await _server.PostAsync(Pods, Objects.Pod("version"));
        await _server.PostAsync(Pods + "/version/binding", """{"metadata":{"resourceVersion":"999999"},"target":{"name":"n1"}}""").StatusAsync(409, "Conflict");
    }
}
