using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

public class UpdateTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Update_WithCurrentVersion_Replaces()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("current")).JsonAsync(HttpStatusCode.Created);
        made["data"]!["a"] = "2";
        var updated = await _server.PutAsync(ConfigMaps + "/current", made.ToJsonString()).JsonAsync();
        Assert.Equal("2", (string?)updated["data"]!["a"]);
        Assert.NotEqual((string?)made["metadata"]!["resourceVersion"], (string?)updated["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task Update_WithStaleVersion_IsConflictAndChangesNothing()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("stale")).JsonAsync(HttpStatusCode.Created);
        var second = await _server.PutAsync(ConfigMaps + "/stale", Objects.ConfigMap("stale", "2")).JsonAsync();
        made["data"]!["a"] = "3";
        var (_, message) = await _server.PutAsync(ConfigMaps + "/stale", made.ToJsonString()).StatusAsync(409, "Conflict");
        Assert.Equal("Operation cannot be fulfilled on configmaps \"stale\": the object has been modified; please apply your changes to the latest version and try again", message);
        Assert.True(JsonNode.DeepEquals(second, await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/stale").JsonAsync()));
    }

    [Fact]
    public async Task Update_SameDocument_KeepsItsVersion()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("same")).JsonAsync(HttpStatusCode.Created);
        var updated = await _server.PutAsync(ConfigMaps + "/same", made.ToJsonString()).JsonAsync();
        Assert.Equal((string?)made["metadata"]!["resourceVersion"], (string?)updated["metadata"]!["resourceVersion"]);
    }

    [Theory]
    [InlineData("other", "the name of the object (other) does not match the name on the URL (named)")]
    [InlineData("", "the name of the object (named based on URL) was undeterminable: name must be provided")]
    public async Task Update_NameUnlikeThePath_IsBadRequest(string name, string expected)
    {
        var (_, message) = await _server.PutAsync(ConfigMaps + "/named", Objects.ConfigMap(name)).StatusAsync(400, "BadRequest");
        Assert.Equal(expected, message);
    }

    [Theory]
    [InlineData("", """{"metadata":"x"}""", "json: cannot unmarshal string into Go struct field ConfigMap.metadata of type v1.ObjectMeta")]
    [InlineData("", """{"metadata":{"name":5}}""", "json: cannot unmarshal number into Go struct field ObjectMeta.metadata.name of type string")]
    [InlineData("", """{"data":5}""", "json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string")]
    [InlineData("", """{"metadata":{"name":"unread"},"data":5}""", "json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string")]
    [InlineData("?fieldValidation=Strict", """{"metadata":{"name":"unread"},"data":5,"other":1}""", "json: cannot unmarshal number into Go struct field ConfigMap.data of type map[string]string")]
    public async Task Update_ValueOfAnotherType_IsSaidBeforeAllElse(string query, string body, string expected)
    {
        var (_, message) = await _server.PutAsync(ConfigMaps + "/unread" + query, body).StatusAsync(400, "BadRequest");
        Assert.Equal("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: " + expected, message);
    }

    [Fact]
    public async Task Update_Missing_IsNotFound() => await _server.PutAsync(ConfigMaps + "/missing", Objects.ConfigMap("missing")).StatusAsync(404, "NotFound");

    [Fact]
    public async Task Update_MissingService_CreatesItWithAnAddress()
    {
        var body = """{"apiVersion":"v1","kind":"Service","metadata":{"name":"put"},"spec":{"ports":[{"port":80}]}}""";

        var service = await _server.SendAsync(HttpMethod.Put, "/api/v1/namespaces/default/services/put", body).JsonAsync(HttpStatusCode.Created);

        Assert.StartsWith("10.", (string?)service["spec"]!["clusterIP"]);
    }

    [Theory]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/default/leases", """{"metadata":{"name":"put"},"spec":{"holderIdentity":"me"}}""")]
    [InlineData("/apis/node.k8s.io/v1/runtimeclasses", """{"metadata":{"name":"put"},"handler":"runc"}""")]
    [InlineData("/api/v1/namespaces/default/events", """{"metadata":{"name":"put"},"involvedObject":{"namespace":"default","name":"a"},"reason":"r","type":"Normal"}""")]
    [InlineData(
        "/apis/events.k8s.io/v1/namespaces/default/events",
        """{"metadata":{"name":"put-new"},"eventTime":"2026-01-01T00:00:00.000000Z","action":"a","reason":"r","type":"Normal","reportingController":"c.example.com/a","reportingInstance":"i","regarding":{"namespace":"default"}}""")]
    public async Task Update_MissingOfAKindThatCreatesOnUpdate_CreatesIt(string path, string body)
    {
        var name = JsonNode.Parse(body)!["metadata"]!["name"]!;
        var made = await _server.PutAsync($"{path}/{name}", body).JsonAsync(HttpStatusCode.Created);
        Assert.Equal((string?)made["metadata"]!["uid"], (string?)(await _server.SendAsync(HttpMethod.Get, $"{path}/{name}").JsonAsync())["metadata"]!["uid"]);
    }

    [Theory]
    [InlineData("/apis/coordination.k8s.io/v1/namespaces/default/leases", "leases.coordination.k8s.io", """{"metadata":{"name":"NAME","uid":"u1"},"spec":{"holderIdentity":"me"}}""")]
    [InlineData("/api/v1/namespaces/default/endpoints", "endpoints", """{"metadata":{"name":"NAME","uid":"u1","resourceVersion":"7"}}""")]
    public async Task Update_MissingButToldByItsUid_IsConflictAndCreatesNothing(string path, string resource, string body)
    {
        var (status, message) = await _server.PutAsync($"{path}/by-uid", body.Replace("NAME", "by-uid")).StatusAsync(409, "Conflict");

        Assert.Equal($"Operation cannot be fulfilled on {resource} \"by-uid\": Precondition failed: UID in precondition: u1, UID in object meta: ", message);
        Assert.Equal("by-uid", (string?)status["details"]!["name"]);
        await _server.SendAsync(HttpMethod.Get, $"{path}/by-uid").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Update_MissingOfAKindThatCreatesOnUpdate_TakesNoNoticeOfTheVersion()
    {
        const string Leases = "/apis/coordination.k8s.io/v1/namespaces/default/leases";
        var made = await _server.PutAsync($"{Leases}/once", """{"metadata":{"name":"once","resourceVersion":"7"},"spec":{"holderIdentity":"me"}}""").JsonAsync(HttpStatusCode.Created);
        Assert.NotEqual("7", (string?)made["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task Update_MissingToldByItsUid_OfAKindThatOnlyCreates_IsNotFound() =>
        await _server.PutAsync(ConfigMaps + "/missing-uid", """{"metadata":{"name":"missing-uid","uid":"u1"}}""").StatusAsync(404, "NotFound");

    [Fact]
    public async Task Update_WithAManagersNameTooLong_IsInvalid()
    {
        var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("longmanager")).JsonAsync(HttpStatusCode.Created);
        made["metadata"]!["managedFields"]![0]!["manager"] = new string('a', 129);
        var (status, message) = await _server.PutAsync(ConfigMaps + "/longmanager", made.ToJsonString()).StatusAsync(422, "Invalid");

        Assert.Equal("ConfigMap \"longmanager\" is invalid: metadata.managedFields[0].manager: Too long: may not be more than 128 bytes", message);
        Assert.Equal("metadata.managedFields[0].manager", (string?)status["details"]!["causes"]![0]!["field"]);
    }

    [Fact]
    public async Task Update_Status_LeavesTheSpecAlone()
    {
        await _server.PostAsync("/api/v1/namespaces/default/pods", Objects.Pod("status")).JsonAsync(HttpStatusCode.Created);
        var pod = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/pods/status").JsonAsync();
        pod["status"]!["phase"] = "Running";
        pod["spec"]!["containers"]![0]!["image"] = "other";
        var updated = await _server.PutAsync("/api/v1/namespaces/default/pods/status/status", pod.ToJsonString()).JsonAsync();
        Assert.Equal("Running", (string?)updated["status"]!["phase"]);
        Assert.Equal("sample:1", (string?)updated["spec"]!["containers"]![0]!["image"]);
    }

    [Fact]
    public async Task Update_Finalize_LetsANamespaceGo()
    {
        await _server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"going"}}""").JsonAsync(HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/going").JsonAsync();
        var going = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/going").JsonAsync();
        Assert.Equal("Terminating", (string?)going["status"]!["phase"]);
        Assert.Null(going["metadata"]!["deletionGracePeriodSeconds"]);
        going["spec"]!["finalizers"] = new JsonArray();
        await _server.PutAsync("/api/v1/namespaces/going/finalize", going.ToJsonString()).JsonAsync();
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/going").StatusAsync(404, "NotFound");
    }
}
