using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Subresources;

public class PodPartTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Pods = "/api/v1/namespaces/default/pods";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task EphemeralContainers_StrategicPatch_AddsOneAndGetShowsIt()
    {
        await _server.PostAsync(Pods, Objects.Pod("debugged")).JsonAsync(HttpStatusCode.Created);
        const string patch = """{"spec":{"ephemeralContainers":[{"name":"e","image":"sample:1"}]}}""";
        await _server.PatchAsync(Pods + "/debugged/ephemeralcontainers", patch, "application/strategic-merge-patch+json").JsonAsync();
        var pod = await _server.SendAsync(HttpMethod.Get, Pods + "/debugged/ephemeralcontainers").JsonAsync();
        Assert.Equal(("Pod", "e"), ((string?)pod["kind"], (string?)pod["spec"]!["ephemeralContainers"]![0]!["name"]));
        await _server.PatchAsync(Pods + "/debugged", """{"spec":{"ephemeralContainers":null}}""", "application/merge-patch+json").StatusAsync(422, "Invalid");
    }

    [Fact]
    public async Task Resize_Update_ChangesTheResources()
    {
        const string containers = """[{"name":"a","image":"sample:1","resources":{"requests":{"cpu":"1"}}}]""";
        var pod = await _server.PostAsync(Pods, Objects.Pod("resized", containers)).JsonAsync(HttpStatusCode.Created);
        pod["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"] = "2";
        var resized = await _server.PutAsync(Pods + "/resized/resize", pod.ToJsonString()).JsonAsync();
        Assert.Equal("2", (string?)resized["spec"]!["containers"]![0]!["resources"]!["requests"]!["cpu"]);
        await _server.PutAsync(Pods + "/resized/resize", pod.ToJsonString()).StatusAsync(409, "Conflict");
    }

    [Theory]
    [InlineData("ephemeralcontainers")]
    [InlineData("resize")]
    public async Task Parts_OtherVerbs_AreNotAllowed(string part)
    {
        await _server.PostAsync($"{Pods}/any/{part}", Objects.Pod("any")).StatusAsync(405, "MethodNotAllowed");
        await _server.SendAsync(HttpMethod.Delete, $"{Pods}/any/{part}").StatusAsync(405, "MethodNotAllowed");
    }
}
