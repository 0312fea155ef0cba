using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

/// <summary>What nobody sends and the Go types write all the same is there, whatever way an object is written.</summary>
public class WrittenZeroTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Json = "application/json-patch+json";
    private const string Apply = "application/apply-patch+yaml";
    private const string Pods = "/api/v1/namespaces/default/pods";
    private const string Events = "/api/v1/namespaces/default/events";
    private const string Container = """{"name":"a","state":{},"lastState":{},"ready":false,"restartCount":0,"image":"","imageID":""}""";
    private readonly TestServer _server = fixture.Server;

    [Theory]
    [InlineData("strategic", Strategic, """{"status":{"containerStatuses":[{"name":"a"}]}}""")]
    [InlineData("merge", Merge, """{"status":{"containerStatuses":[{"name":"a"}]}}""")]
    [InlineData("json", Json, """[{"op":"add","path":"/status/containerStatuses","value":[{"name":"a"}]}]""")]
    [InlineData("apply", Apply, """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"NAME"},"status":{"containerStatuses":[{"name":"a"}]}}""")]
    public async Task StatusPatch_OfAContainerWithoutMore_StoresTheZeroValues(string name, string contentType, string patch)
    {
        var path = await PodAsync(name);
        var at = $"{path}/status?fieldManager=agent";
        var body = patch.Replace("NAME", name);

        var patched = await _server.PatchAsync(at, body, contentType).JsonAsync();

        Assert.Equal(Container, Assert.Single(patched.Objects("status", "containerStatuses")).ToJsonString());
        var again = await _server.PatchAsync(at, body, contentType).JsonAsync();
        Assert.True(JsonNode.DeepEquals(patched, again));
        Assert.True(JsonNode.DeepEquals(patched, await GetAsync(path)));
    }

    [Fact]
    public async Task Put_OfWhatWasAnswered_KeepsTheVersion()
    {
        var path = await PodAsync("put");
        var patched = await _server.PatchAsync(path + "/status", """{"status":{"conditions":[{"type":"Ready"}],"containerStatuses":[{"name":"a"}]}}""", Strategic).JsonAsync();
        Assert.Equal("""[{"type":"Ready","status":"","lastProbeTime":null,"lastTransitionTime":null}]""", patched.At("status", "conditions")!.ToJsonString());

        Assert.True(JsonNode.DeepEquals(patched, await _server.PutAsync(path, patched.ToJsonString()).JsonAsync()));
        Assert.True(JsonNode.DeepEquals(patched, await _server.PutAsync(path + "/status", patched.ToJsonString()).JsonAsync()));
    }

    [Fact]
    public async Task StatusPatch_OwnsTheZeroValuesOfWhatItAdds()
    {
        var path = await PodAsync("owned");
        var patched = await _server.PatchAsync(path + "/status?fieldManager=agent", """{"status":{"conditions":[{"type":"Ready"}]}}""", Strategic).JsonAsync();

        var owned = patched.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "agent");
        Assert.Equal(
            """{"f:status":{"f:conditions":{".":{},"k:{\"type\":\"Ready\"}":{".":{},"f:lastProbeTime":{},"f:lastTransitionTime":{},"f:status":{},"f:type":{}}}}}""",
            owned["fieldsV1"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        var without = await _server.PatchAsync(path + "/status?fieldManager=other", """{"status":{"conditions":null}}""", Merge).JsonAsync();
        Assert.DoesNotContain("lastProbeTime", without.At("metadata", "managedFields")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StatusApply_OwnsWhatItSaidAlone()
    {
        var path = await PodAsync("applied");
        var applied = await _server.PatchAsync(path + "/status?fieldManager=x", """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"applied"},"status":{"conditions":[{"type":"Mine"}]}}""", Apply).JsonAsync();

        Assert.Equal("""{"type":"Mine","status":"","lastProbeTime":null,"lastTransitionTime":null}""", applied.Objects("status", "conditions").Single().ToJsonString());
        var owned = applied.Objects("metadata", "managedFields").Single(entry => entry.Text("manager") == "x");
        Assert.DoesNotContain("lastProbeTime", owned["fieldsV1"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Event_WithoutTimes_HasThemAsNull()
    {
        var made = await _server.PostAsync(Events, """{"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","namespace":"default","name":"p"},"reason":"r"}""").JsonAsync(HttpStatusCode.Created);

        foreach (var answered in new[] { made, await GetAsync(Events + "/e") })
        {
            Assert.All(new[] { "firstTimestamp", "lastTimestamp", "eventTime" }, name => Assert.True(answered.ContainsKey(name) && answered[name] is null, name));
        }

        var other = await GetAsync("/apis/events.k8s.io/v1/namespaces/default/events/e");
        Assert.All(new[] { "deprecatedFirstTimestamp", "deprecatedLastTimestamp", "eventTime" }, name => Assert.True(other.ContainsKey(name) && other[name] is null, name));
    }

    [Fact]
    public async Task NewObject_HasTheStatusOfItsType()
    {
        var made = await _server.PostAsync("/api/v1/namespaces/default/services", """{"metadata":{"name":"zeros"},"spec":{"ports":[{"port":80}]}}""").JsonAsync(HttpStatusCode.Created);
        Assert.Equal("""{"loadBalancer":{}}""", made["status"]!.ToJsonString());
    }

    private async Task<string> PodAsync(string name)
    {
        await _server.PostAsync(Pods, Objects.Pod(name)).JsonAsync(HttpStatusCode.Created);
        return $"{Pods}/{name}";
    }

    private Task<JsonObject> GetAsync(string path) => _server.SendAsync(HttpMethod.Get, path).JsonAsync();
}
