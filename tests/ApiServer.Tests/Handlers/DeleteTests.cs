using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

public class DeleteTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Delete_Object_AnswersSuccessWithItsUid()
    {
        var made = await _server.PostAsync(Deployments, Objects.Deployment("plain")).JsonAsync(HttpStatusCode.Created);
        var status = await _server.SendAsync(HttpMethod.Delete, Deployments + "/plain").JsonAsync();
        Assert.Equal(("Status", "Success"), ((string?)status["kind"], (string?)status["status"]));
        Assert.Equal($$"""{"name":"plain","group":"apps","kind":"deployments","uid":"{{(string?)made["metadata"]!["uid"]}}"}""", status["details"]!.ToJsonString());
        await _server.SendAsync(HttpMethod.Delete, Deployments + "/plain").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task Delete_Pod_AnswersThePod()
    {
        await _server.PostAsync("/api/v1/namespaces/default/pods", Objects.Pod("pod")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("Pod", (string?)(await _server.SendAsync(HttpMethod.Delete, "/api/v1/namespaces/default/pods/pod").JsonAsync())["kind"]);
    }

    [Theory]
    [InlineData("application/json", """{"kind":"DeleteOptions","apiVersion":"v1","preconditions":{"uid":"11111111-1111-1111-1111-111111111111"}}""", true)]
    [InlineData("application/json", """{"kind":"DeleteOptions","apiVersion":"apps/v1","preconditions":{"uid":"11111111-1111-1111-1111-111111111111"}}""", true)]
    [InlineData("application/json", """{"preconditions":{"resourceVersion":"999"}}""", false)]
    [InlineData("application/yaml", "preconditions:\n  uid: 11111111-1111-1111-1111-111111111111\n", true)]
    public async Task Delete_PreconditionUnmet_IsConflictAndKeepsIt(string contentType, string body, bool isOfUid)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("kept"));
        var (status, message) = await _server.SendAsync(HttpMethod.Delete, ConfigMaps + "/kept", body, contentType).StatusAsync(409, "Conflict");
        var metadata = (await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/kept").JsonAsync())["metadata"]!;
        Assert.Equal(
            isOfUid
                ? $"the UID in the precondition (11111111-1111-1111-1111-111111111111) does not match the UID in record ({metadata["uid"]}). The object might have been deleted and then recreated"
                : $"the ResourceVersion in the precondition (999) does not match the ResourceVersion in record ({metadata["resourceVersion"]}). The object might have been modified",
            message["Operation cannot be fulfilled on ConfigMap \"kept\": ".Length..]);
        Assert.Equal("ConfigMap", (string?)status["details"]!["kind"]);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("?propagationPolicy=Orphan", false)]
    public async Task Delete_Job_LeavesItsPodsAndWarnsWhereThatWasNotAskedFor(string query, bool warns)
    {
        const string jobs = "/apis/batch/v1/namespaces/default/jobs";
        const string job = """{"metadata":{"name":"j"},"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"a","image":"sample:1"}]}}}}""";
        await _server.PostAsync(jobs, job).JsonAsync(HttpStatusCode.Created);
        using var answer = await _server.SendAsync(HttpMethod.Delete, jobs + "/j" + query);
        Assert.Equal(warns, answer.Headers.TryGetValues("Warning", out var warnings) && warnings.Single().Contains("child pods are preserved by default", StringComparison.Ordinal));
        var left = await _server.SendAsync(HttpMethod.Get, jobs + "/j").JsonAsync();
        Assert.Equal("""["orphan"]""", left["metadata"]!["finalizers"]!.ToJsonString());
        await _server.PatchAsync(jobs + "/j", """{"metadata":{"finalizers":null}}""", "application/merge-patch+json").JsonAsync();
    }

    [Fact]
    public async Task Delete_ProtobufOptions_AreRead()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("proto")).JsonAsync(HttpStatusCode.Created);
        byte[] uid = [.. "11111111-1111-1111-1111-111111111111"u8];
        byte[] preconditions = [0x0A, (byte)uid.Length, .. uid];
        byte[] options = [0x12, (byte)preconditions.Length, .. preconditions];
        byte[] type = [0x0A, 2, .. "v1"u8, 0x12, 13, .. "DeleteOptions"u8];
        using var request = new HttpRequestMessage(HttpMethod.Delete, ConfigMaps + "/proto")
        {
            Content = new ByteArrayContent([.. "k8s\0"u8, 0x0A, (byte)type.Length, .. type, 0x12, (byte)options.Length, .. options]),
        };
        request.Content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");
        await _server.Client.SendAsync(request, TestContext.Current.CancellationToken).StatusAsync(409, "Conflict");
    }

    [Theory]
    [InlineData("?propagationPolicy=Foreground", null, HttpStatusCode.Accepted)]
    [InlineData("?orphanDependents=true", null, HttpStatusCode.OK)]
    [InlineData("", """{"propagationPolicy":"Foreground"}""", HttpStatusCode.Accepted)]
    [InlineData("", """{"propagationPolicy":"Orphan"}""", HttpStatusCode.OK)]
    public async Task Delete_ThatWaitsForDependents_AnswersTheMarkedObject(string query, string? body, HttpStatusCode code)
    {
        var name = "waits" + Guid.NewGuid().ToString("N")[..6];
        await _server.PostAsync(Deployments, Objects.Deployment(name)).JsonAsync(HttpStatusCode.Created);
        var marked = await _server.SendAsync(HttpMethod.Delete, $"{Deployments}/{name}{query}", body).JsonAsync(code);
        Assert.NotNull((string?)marked["metadata"]!["deletionTimestamp"]);
        Assert.Contains((string?)marked["metadata"]!["finalizers"]![0], new[] { "foregroundDeletion", "orphan" });
    }

    [Theory]
    [InlineData("?propagationPolicy=Sideways", null, 422)]
    [InlineData("?propagationPolicy=Orphan&orphanDependents=true", null, 422)]
    [InlineData("?dryRun=Maybe", null, 422)]
    [InlineData("?dryRun=", null, 422)]
    [InlineData("?gracePeriodSeconds=soon", null, 400)]
    [InlineData("", "{", 400)]
    [InlineData("", """{"kind":"Pod","apiVersion":"v1"}""", 400)]
    [InlineData("", """{"gracePeriodSeconds":"x"}""", 400)]
    [InlineData("", """{"preconditions":[]}""", 400)]
    [InlineData("", """{"dryRun":"All"}""", 400)]
    public async Task Delete_WrongOptions_AreRefusedAndDeleteNothing(string query, string? body, int code)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("options"));
        await _server.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/options{query}", body).StatusAsync(code, code == 422 ? "Invalid" : "BadRequest");
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/options").JsonAsync();
    }

    [Fact]
    public async Task Delete_DryRun_DeletesNothing()
    {
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("dry")).JsonAsync(HttpStatusCode.Created);
        await _server.SendAsync(HttpMethod.Delete, ConfigMaps + "/dry", """{"dryRun":["All"]}""").JsonAsync();
        await _server.SendAsync(HttpMethod.Delete, ConfigMaps + "/dry?dryRun=All").JsonAsync();
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "/dry").JsonAsync();
    }

    [Fact]
    public async Task DeleteCollection_Selected_DeletesThoseAlone()
    {
        await _server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"sweep"}}""").JsonAsync(HttpStatusCode.Created);
        const string Path = "/api/v1/namespaces/sweep/configmaps";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(index => _server.PostAsync(Path, Objects.ConfigMap($"c{index}", labels: $$"""{"even":"{{index % 2 == 0}}"}""")).JsonAsync(HttpStatusCode.Created)));
        var deleted = await _server.SendAsync(HttpMethod.Delete, Path + "?labelSelector=even%3DTrue").JsonAsync();
        Assert.Equal("ConfigMapList", (string?)deleted["kind"]);
        Assert.Equal(10, deleted["items"]!.AsArray().Count);
        var left = await _server.SendAsync(HttpMethod.Get, Path).JsonAsync();
        Assert.Equal(10, left["items"]!.AsArray().Count);
        Assert.All(left["items"]!.AsArray(), item => Assert.Equal("False", (string?)item!["metadata"]!["labels"]!["even"]));
    }

    [Theory]
    [InlineData("/api/v1/namespaces")]
    [InlineData("/api/v1/pods")]
    public async Task DeleteCollection_OfTooMuch_Is405(string path) => await _server.SendAsync(HttpMethod.Delete, path).StatusAsync(405, "MethodNotAllowed");

    [Theory]
    [InlineData("default")]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    public async Task Delete_ANamespaceOfTheSystem_IsForbidden(string name)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Delete, $"/api/v1/namespaces/{name}").StatusAsync(403, "Forbidden");
        Assert.Equal($"namespaces \"{name}\" is forbidden: this namespace may not be deleted", message);
    }

    [Fact]
    public async Task Delete_APriorityClassOfTheSystem_IsForbidden()
    {
        const string Path = "/apis/scheduling.k8s.io/v1/priorityclasses";
        await _server.PostAsync(Path, """{"metadata":{"name":"system-node-critical"},"value":2000001000}""").JsonAsync(HttpStatusCode.Created);
        await _server.PostAsync(Path, """{"metadata":{"name":"high"},"value":1000}""").JsonAsync(HttpStatusCode.Created);

        var (_, message) = await _server.SendAsync(HttpMethod.Delete, Path + "/system-node-critical").StatusAsync(403, "Forbidden");

        Assert.Equal("priorityclasses.scheduling.k8s.io \"system-node-critical\" is forbidden: this is a system priority class and cannot be deleted", message);
        await _server.SendAsync(HttpMethod.Delete, Path + "/high").JsonAsync();
    }
}
