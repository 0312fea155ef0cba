using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Handlers;

public class ListTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task List_Empty_HasNoItemsAndAVersion()
    {
        var list = await _server.SendAsync(HttpMethod.Get, "/api/v1/nodes").JsonAsync();
        Assert.Equal(("NodeList", "v1"), ((string?)list["kind"], (string?)list["apiVersion"]));
        Assert.Empty(list["items"]!.AsArray());
        Assert.NotNull((string?)list["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task List_OfAKindThatIsDeprecated_SaysSo()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/api/v1/endpoints");
        Assert.Equal("299 - \"v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice\"", Assert.Single(answer.Headers.GetValues("Warning")));
        using var other = await _server.SendAsync(HttpMethod.Get, "/api/v1/pods");
        Assert.False(other.Headers.Contains("Warning"));
    }

    [Fact]
    public async Task List_InPages_IsOneStateWhateverIsWrittenMeanwhile()
    {
        var path = await NamespaceWithAsync("pages", 25);
        var names = new List<string>();
        var token = "";
        var versions = new HashSet<string>();
        do
        {
            var page = await _server.SendAsync(HttpMethod.Get, $"{path}?limit=10{(token.Length > 0 ? "&continue=" + Uri.EscapeDataString(token) : "")}").JsonAsync();
            names.AddRange(page["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!));
            versions.Add((string)page["metadata"]!["resourceVersion"]!);
            Assert.Equal(25 - names.Count > 0 ? 25 - names.Count : null, (long?)page["metadata"]!["remainingItemCount"]);
            token = (string?)page["metadata"]!["continue"] ?? "";
            await _server.PostAsync(path, """{"metadata":{"generateName":"late-"}}""").JsonAsync(HttpStatusCode.Created);
        }
        while (token.Length > 0);

        Assert.Equal(25, names.Distinct().Count());
        Assert.Single(versions);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default/configmaps", """{"metadata":{"name":"said"}}""")]
    [InlineData("/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers", """{"metadata":{"name":"said"},"spec":{"scaleTargetRef":{"apiVersion":"apps/v1","kind":"Deployment","name":"a"},"maxReplicas":2}}""")]
    public async Task List_ItemsOfABuiltInKind_LeaveItToTheListToSayWhatTheyAre(string path, string document)
    {
        var alone = (JsonObject)await _server.PostAsync(path, document).JsonAsync(HttpStatusCode.Created);

        var list = await _server.SendAsync(HttpMethod.Get, path).JsonAsync();

        Assert.Equal(((string?)alone["kind"] + "List", (string?)alone["apiVersion"]), ((string?)list["kind"], (string?)list["apiVersion"]));
        alone.Remove("kind");
        alone.Remove("apiVersion");
        Assert.Contains(list["items"]!.AsArray(), item => JsonNode.DeepEquals(alone, item));
    }

    [Fact]
    public async Task List_AcrossNamespaces_HoldsAll()
    {
        await NamespaceWithAsync("here", 2);
        await NamespaceWithAsync("there", 3);
        var all = await _server.SendAsync(HttpMethod.Get, "/api/v1/configmaps").JsonAsync();
        Assert.Equal(2, all["items"]!.AsArray().Count(item => (string?)item!["metadata"]!["namespace"] == "here"));
        Assert.Equal(3, all["items"]!.AsArray().Count(item => (string?)item!["metadata"]!["namespace"] == "there"));
    }

    [Theory]
    [InlineData("labelSelector=n%20in%20(1,2)", 2)]
    [InlineData("labelSelector=n%3D3", 1)]
    [InlineData("labelSelector=!n", 0)]
    [InlineData("fieldSelector=metadata.name%3Dc1", 1)]
    [InlineData("fieldSelector=metadata.name!%3Dc1", 4)]
    [InlineData("resourceVersion=0", 5)]
    public async Task List_Selected_HoldsThoseAlone(string query, int count)
    {
        var path = await NamespaceWithAsync("selected" + Guid.NewGuid().ToString("N")[..6], 5);
        Assert.Equal(count, (await _server.SendAsync(HttpMethod.Get, $"{path}?{query}").JsonAsync())["items"]!.AsArray().Count);
    }

    [Theory]
    [InlineData("limit=many", 400, "BadRequest")]
    [InlineData("resourceVersion=new", 400, "BadRequest")]
    [InlineData("resourceVersion=-1", 400, "BadRequest")]
    [InlineData("labelSelector=a%20b", 400, "BadRequest")]
    [InlineData("fieldSelector=spec.unknown%3D1", 400, "BadRequest")]
    [InlineData("fieldSelector=%3D%3D", 400, "BadRequest")]
    [InlineData("continue=garbage", 400, "BadRequest")]
    [InlineData("continue=abc&resourceVersion=5", 400, "BadRequest")]
    [InlineData("resourceVersionMatch=Exact", 422, "Invalid")]
    [InlineData("resourceVersionMatch=Exact&resourceVersion=0", 422, "Invalid")]
    [InlineData("resourceVersionMatch=Roughly&resourceVersion=1", 422, "Invalid")]
    [InlineData("sendInitialEvents=true", 422, "Invalid")]
    [InlineData("fieldSelector=metadata.name%3Da%5C", 400, "BadRequest")]
    public async Task List_WrongOptions_AreRefused(string query, int code, string reason) =>
        await _server.SendAsync(HttpMethod.Get, $"/api/v1/pods?{query}").StatusAsync(code, reason);

    [Fact]
    public async Task List_TokenThatIsNone_SaysSo()
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, "/api/v1/pods?continue=garbage").StatusAsync(400, "BadRequest");
        Assert.Equal("invalid continue token: continue key is not valid", message);
    }

    [Theory]
    [InlineData("a%20b", "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt")]
    [InlineData("a%20in", "unable to parse requirement: found '' expected: '('")]
    [InlineData("a%3Db,", "found '', expected: identifier after ','")]
    public async Task List_WrongLabelSelector_SaysWhatIsWrongOnce(string selector, string expected)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, $"/api/v1/pods?labelSelector={selector}").StatusAsync(400, "BadRequest");
        Assert.Equal(expected, message);
    }

    [Fact]
    public async Task List_VersionToCome_Is504WithItsCause()
    {
        var (status, _) = await _server.SendAsync(HttpMethod.Get, "/api/v1/configmaps?resourceVersion=999999999").StatusAsync(504, "Timeout");
        Assert.Equal("ResourceVersionTooLarge", (string?)status["details"]!["causes"]![0]!["reason"]);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default")]
    [InlineData("/api/v1/namespaces/none")]
    [InlineData("/apis/apps/v1/namespaces/default/deployments/none/scale")]
    [InlineData("/api/v1/namespaces/default/status")]
    public async Task Get_VersionToCome_Is504WithItsCause(string path)
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, $"{path}?resourceVersion=999999999");
        var (status, message) = await Task.FromResult(answer).StatusAsync(504, "Timeout");

        Assert.StartsWith("Timeout: Too large resource version: 999999999, current: ", message, StringComparison.Ordinal);
        Assert.Equal("""{"causes":[{"reason":"ResourceVersionTooLarge","message":"Too large resource version"}],"retryAfterSeconds":1}""", status["details"]!.ToJsonString());
        Assert.Equal(TimeSpan.FromSeconds(1), answer.Headers.RetryAfter?.Delta);
    }

    [Fact]
    public async Task Get_VersionAtHandOrAny_IsTheObjectAsItIsNow()
    {
        var made = await _server.PostAsync("/api/v1/namespaces", """{"metadata":{"name":"atversion"}}""").JsonAsync(HttpStatusCode.Created);
        foreach (var version in new[] { (string)made["metadata"]!["resourceVersion"]!, "1", "0" })
        {
            Assert.True(JsonNode.DeepEquals(made, await _server.SendAsync(HttpMethod.Get, $"/api/v1/namespaces/atversion?resourceVersion={version}").JsonAsync()));
        }
    }

    [Fact]
    public async Task List_ExactVersion_IsThatState()
    {
        var path = await NamespaceWithAsync("exact", 2);
        var before = await _server.SendAsync(HttpMethod.Get, path).JsonAsync();
        await _server.SendAsync(HttpMethod.Delete, path + "/c0").JsonAsync();
        var then = await _server.SendAsync(HttpMethod.Get, $"{path}?resourceVersionMatch=Exact&resourceVersion={(string?)before["metadata"]!["resourceVersion"]}").JsonAsync();
        Assert.True(JsonNode.DeepEquals(before, then));
    }

    [Fact]
    public async Task List_Large_IsCompressedForThoseWhoTakeIt()
    {
        var path = await NamespaceWithAsync("large", 40, new string('x', 10_000));
        var plain = await _server.SendAsync(HttpMethod.Get, path).JsonAsync();
        using var answer = await _server.SendAsync(HttpMethod.Get, path, headers: ("Accept-Encoding", "gzip"));
        Assert.Equal("gzip", Assert.Single(answer.Content.Headers.ContentEncoding));
        await using var stream = new System.IO.Compression.GZipStream(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken), System.IO.Compression.CompressionMode.Decompress);
        Assert.True(JsonNode.DeepEquals(plain, await JsonNode.ParseAsync(stream, cancellationToken: TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task List_Small_IsNotCompressed()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/api/v1/nodes", headers: ("Accept-Encoding", "gzip"));
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.NotNull(answer.Content.Headers.ContentLength);
    }

    [Theory]
    [InlineData("/api/v1/pods/a")]
    [InlineData("/api/v1/namespaces/default/nodes")]
    [InlineData("/api/v1/namespaces/default/unknowns")]
    [InlineData("/api/v2/pods")]
    [InlineData("/apis/apps/v1/pods")]
    [InlineData("/apis/none/v1/things")]
    [InlineData("/nothing")]
    [InlineData("/api/v1/namespaces/default/configmaps/a/status")]
    [InlineData("/api/v1/namespaces/default/pods/a/exec")]
    public async Task Get_PathOfNothing_IsNotFound(string path)
    {
        var (_, message) = await _server.SendAsync(HttpMethod.Get, path).StatusAsync(404, "NotFound");
        Assert.Equal("the server could not find the requested resource", message);
    }

    [Fact]
    public async Task Get_Head_HasHeadersAndNoBody()
    {
        using var answer = await _server.SendAsync(HttpMethod.Head, "/api/v1/namespaces/default");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.NotNull(answer.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task List_HeadOfMuch_HasHeadersAndNoBody()
    {
        var path = await NamespaceWithAsync("head", 20, new string('x', 10_000));
        using var answer = await _server.SendAsync(HttpMethod.Head, path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Options_Kind_TellsTheMethods()
    {
        using var answer = await _server.SendAsync(HttpMethod.Options, "/api/v1/namespaces/default/pods");
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(["POST", "DELETE", "GET", "HEAD"], answer.Content.Headers.Allow);
    }

    private async Task<string> NamespaceWithAsync(string name, int count, string value = "1")
    {
        await _server.PostAsync("/api/v1/namespaces", $$$"""{"metadata":{"name":"{{{name}}}"}}""").JsonAsync(HttpStatusCode.Created);
        var path = $"/api/v1/namespaces/{name}/configmaps";
        await Task.WhenAll(Enumerable.Range(0, count).Select(index => _server.PostAsync(path, Objects.ConfigMap($"c{index}", value, $$"""{"n":"{{index}}"}""")).JsonAsync(HttpStatusCode.Created)));
        return path;
    }
}
