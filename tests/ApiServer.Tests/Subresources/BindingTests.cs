using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public class BindingTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Pods = "/api/v1/namespaces/default/pods";
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
    public async Task Bind_Missing_IsNotFound() => await _server.PostAsync(Pods + "/missing/binding", ToNode).StatusAsync(404, "NotFound");
}
