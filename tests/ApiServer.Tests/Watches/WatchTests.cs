using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.Watches;

public class WatchTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Watch_Quiet_SendsAByteAtOnce()
    {
        await using var watch = await WatchReader.OpenAsync(_server, "/api/v1/nodes?watch=true&resourceVersion=0");
        Assert.Equal(' ', await watch.FirstCharacterAsync());
    }

    [Fact]
    public async Task Watch_FromAVersion_SendsEveryChangeSinceInOrder()
    {
        var list = await _server.SendAsync(HttpMethod.Get, ConfigMaps).JsonAsync();
        await using var watch = await WatchReader.OpenAsync(_server, $"{ConfigMaps}?watch=1&labelSelector=t%3Dorder&resourceVersion={(string?)list["metadata"]!["resourceVersion"]}");
        const string Labels = """{"t":"order"}""";
        await _server.PostAsync(ConfigMaps, Objects.ConfigMap("order", "1", Labels)).JsonAsync(HttpStatusCode.Created);
        await _server.PutAsync(ConfigMaps + "/order", Objects.ConfigMap("order", "2", Labels)).JsonAsync();
        await _server.PutAsync(ConfigMaps + "/order", Objects.ConfigMap("order", "3")).JsonAsync();
        await _server.SendAsync(HttpMethod.Delete, ConfigMaps + "/order").JsonAsync();
        Assert.Equal("1", (string?)(await watch.NextAsync("ADDED"))["data"]!["a"]);
        Assert.Equal("2", (string?)(await watch.NextAsync("MODIFIED"))["data"]!["a"]);
        Assert.Equal("2", (string?)(await watch.NextAsync("DELETED"))["data"]!["a"]);
    }

    [Theory]
    [InlineData("/api/v1/watch/namespaces/default/configmaps/old")]
    [InlineData("/api/v1/namespaces/default/configmaps/old?watch=true")]
    [InlineData("/api/v1/configmaps?watch=true&fieldSelector=metadata.name%3Dold")]
    public async Task Watch_OneObject_SendsItAlone(string path)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("old"));
        using var other = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("other"));
        await using var watch = await WatchReader.OpenAsync(_server, path + (path.Contains('?') ? "&" : "?") + "timeoutSeconds=1");
        Assert.Equal("old", (string?)(await watch.NextAsync("ADDED"))["metadata"]!["name"]);
        await watch.EndAsync();
    }

    [Fact]
    public async Task Watch_WithInitialEvents_MarksTheirEnd()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("initial", labels: """{"t":"initial"}"""));
        await using var watch = await WatchReader.OpenAsync(
            _server, $"{ConfigMaps}?watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=t%3Dinitial");
        Assert.Equal("initial", (string?)(await watch.NextAsync("ADDED"))["metadata"]!["name"]);
        var end = await watch.NextAsync("BOOKMARK");
        Assert.Equal("true", (string?)end["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
        Assert.Equal("ConfigMap", (string?)end["kind"]);
        Assert.NotEqual("0", (string?)end["metadata"]!["resourceVersion"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resourceVersion=0")]
    public async Task Watch_WithoutInitialEvents_BeginsNow(string version)
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("before", labels: """{"t":"without"}"""));
        await using var watch = await WatchReader.OpenAsync(
            _server, $"{ConfigMaps}?watch=1&sendInitialEvents=false&resourceVersionMatch=NotOlderThan&labelSelector=t%3Dwithout{version}");
        using var after = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("after", labels: """{"t":"without"}"""));
        Assert.Equal("after", (string?)(await watch.NextAsync("ADDED"))["metadata"]!["name"]);
        await _server.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/before").JsonAsync(HttpStatusCode.OK);
        await _server.SendAsync(HttpMethod.Delete, $"{ConfigMaps}/after").JsonAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Watch_ThatTimesOut_EndsWithABookmarkForThoseWhoWantIt()
    {
        var made = await _server.PostAsync(ConfigMaps, """{"metadata":{"generateName":"end-","labels":{"t":"end"}}}""").JsonAsync(HttpStatusCode.Created);
        await using var watch = await WatchReader.OpenAsync(_server, ConfigMaps + "?watch=1&timeoutSeconds=1&allowWatchBookmarks=true&labelSelector=t%3Dend");
        await watch.NextAsync("ADDED");
        var bookmark = await watch.NextAsync("BOOKMARK");
        Assert.False(bookmark["metadata"]!.AsObject().ContainsKey("creationTimestamp"));
        Assert.True(long.Parse((string)bookmark["metadata"]!["resourceVersion"]!) >= long.Parse((string)made["metadata"]!["resourceVersion"]!));
        await watch.EndAsync();
    }

    [Fact]
    public async Task Watch_ForLessThanNoTime_EndsAtOnceWithoutEvents()
    {
        using var made = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("over"));
        await using var watch = await WatchReader.OpenAsync(_server, ConfigMaps + "?watch=1&resourceVersion=0&timeoutSeconds=-1");
        await watch.EndAsync();
    }

    [Fact]
    public async Task Watch_AsTable_SendsColumnsOnce()
    {
        const string Accept = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";
        using var _ = await _server.PostAsync("/api/v1/namespaces/default/pods", Objects.Pod("t1", labels: """{"t":"table"}"""));
        using var second = await _server.PostAsync("/api/v1/namespaces/default/pods", Objects.Pod("t2", labels: """{"t":"table"}"""));
        await using var watch = await WatchReader.OpenAsync(_server, "/api/v1/pods?watch=1&labelSelector=t%3Dtable", Accept);
        var first = await watch.NextAsync("ADDED");
        Assert.Equal("Table", (string?)first["kind"]);
        Assert.Equal("Name", (string?)first["columnDefinitions"]![0]!["name"]);
        Assert.Equal("t1", (string?)first["rows"]![0]!["cells"]![0]);
        Assert.Equal("PartialObjectMetadata", (string?)first["rows"]![0]!["object"]!["kind"]);
        Assert.Empty((await watch.NextAsync("ADDED"))["columnDefinitions"]!.AsArray());
    }

    [Fact]
    public async Task Watch_MetadataAlone_SendsPartialObjects()
    {
        using var _ = await _server.PostAsync(ConfigMaps, Objects.ConfigMap("partial", labels: """{"t":"partial"}"""));
        await using var watch = await WatchReader.OpenAsync(
            _server, ConfigMaps + "?watch=1&labelSelector=t%3Dpartial", "application/json;as=PartialObjectMetadata;v=v1;g=meta.k8s.io");
        var item = await watch.NextAsync("ADDED");
        Assert.Equal("PartialObjectMetadata", (string?)item["kind"]);
        Assert.Null(item["data"]);
    }

    [Fact]
    public async Task Watch_VersionToCome_Is504()
    {
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "?watch=1&resourceVersion=999999999").StatusAsync(504, "Timeout");
    }

    [Theory]
    [InlineData("sendInitialEvents=true")]
    [InlineData("sendInitialEvents=true&resourceVersionMatch=Exact&resourceVersion=1")]
    [InlineData("resourceVersionMatch=NotOlderThan&resourceVersion=1")]
    public async Task Watch_OptionsThatDoNotGoTogether_AreInvalid(string query) =>
        await _server.SendAsync(HttpMethod.Get, $"{ConfigMaps}?watch=1&{query}").StatusAsync(422, "Invalid");

    [Fact]
    public async Task Watch_AsYaml_IsNotAcceptable() =>
        await _server.SendAsync(HttpMethod.Get, ConfigMaps + "?watch=1", headers: ("Accept", "application/yaml")).StatusAsync(406, "NotAcceptable");

    [Fact]
    public async Task Watch_Silent_SendsFillersUntilItsBound()
    {
        await using var server = await TestServer.StartAsync(new ApiServerOptions
        {
            Tokens = TestServer.Tokens,
            WatchSilenceMax = TimeSpan.FromMilliseconds(50),
            WatchDurationMax = TimeSpan.FromMilliseconds(600),
        });
        using var answer = await server.Client.GetAsync("/api/v1/nodes?watch=1&timeoutSeconds=3600", HttpCompletionOption.ResponseContentRead, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(text.Length > 3 && string.IsNullOrWhiteSpace(text), $"fillers expected, got '{text}'");
    }

    [Fact]
    public async Task Watch_WhenTheServerStops_EndsAtOnce()
    {
        await using var server = await TestServer.StartAsync();
        await using var watch = await WatchReader.OpenAsync(server, "/api/v1/nodes?watch=1");
        server.Stop();
        await watch.EndAsync();
    }
}
