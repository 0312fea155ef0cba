using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store.Conformance;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.CustomResources;

/// <summary>The life of definitions, and of what they make served.</summary>
public sealed class DefinitionTests
{
    private const string Group = "/apis/stable.example.com/v1";

    [Fact]
    public async Task Definition_Established_IsServedInDiscoveryAndOpenApi_UntilItIsGone()
    {
        await using var server = await Definitions.ServerAsync();
        await server.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs").StatusAsync(404, "NotFound");
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));

        var resources = await server.SendAsync(HttpMethod.Get, Group).JsonAsync();
        Assert.Equal("crontabs crontabs/scale crontabs/status", string.Join(' ', resources.Objects("resources").Select(one => one.Text("name"))));
        Assert.Equal("cron", resources.Objects("resources").First().Texts("shortNames").Single());
        Assert.Contains("stable.example.com", (await server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).ToJsonString(), StringComparison.Ordinal);
        var aggregated = await server.SendAsync(HttpMethod.Get, "/apis", null, "", ("Accept", "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")).JsonAsync();
        Assert.Contains(aggregated.Objects("items"), one => one.Text("metadata", "name") == "stable.example.com");
        var index = await server.SendAsync(HttpMethod.Get, "/openapi/v3").JsonAsync();
        var address = index.Text("paths", "apis/stable.example.com/v1", "serverRelativeURL")!;
        var document = await server.SendAsync(HttpMethod.Get, address).JsonAsync();
        Assert.Equal("When it runs.", document.Text("components", "schemas", "com.example.stable.v1.CronTab", "properties", "spec", "properties", "cronSpec", "description"));
        var second = await server.SendAsync(HttpMethod.Get, "/openapi/v2").JsonAsync();
        Assert.Equal("integer", second.Text("definitions", "com.example.stable.v1.CronTab", "properties", "spec", "properties", "replicas", "type"));

        await server.UndefineAsync("crontabs.stable.example.com");
        await server.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs").StatusAsync(404, "NotFound");
        Assert.DoesNotContain("stable.example.com", (await server.SendAsync(HttpMethod.Get, "/apis").JsonAsync()).ToJsonString(), StringComparison.Ordinal);
        Assert.Null((await server.SendAsync(HttpMethod.Get, "/openapi/v3").JsonAsync()).At("paths", "apis/stable.example.com/v1"));
    }

    [Fact]
    public async Task Deletion_WithInstances_TakesThemAlong_AndAReCreationRepeatsNoRevision()
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        var path = $"{Group}/namespaces/default/crontabs";
        for (var index = 0; index < 20; index++)
        {
            await server.PostAsync(path, Definitions.Item("CronTab", $"c{index}")).JsonAsync(HttpStatusCode.Created);
        }

        var before = long.Parse((await server.SendAsync(HttpMethod.Get, path).JsonAsync()).Text("metadata", "resourceVersion")!, null);
        await server.UndefineAsync("crontabs.stable.example.com");
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));

        var list = await server.SendAsync(HttpMethod.Get, path).JsonAsync();
        Assert.Empty(list.Objects("items"));
        var created = await server.PostAsync(path, Definitions.Item("CronTab", "c0")).JsonAsync(HttpStatusCode.Created);
        Assert.InRange(long.Parse(created.Text("metadata", "resourceVersion")!, null), before + 1, long.MaxValue);
    }

    [Theory]
    [InlineData("Namespaced", "Cluster")]
    [InlineData("Cluster", "Namespaced")]
    public async Task ReCreation_WithAnotherScope_TellsNothingOfFormerInstances(string former, string now)
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Scoped(former));
        var old = await server.PostAsync(PathOf(former), Definitions.Item("CronTab", "former")).JsonAsync(HttpStatusCode.Created);
        await server.UndefineAsync("crontabs.stable.example.com");
        await server.DefineAsync(Scoped(now));
        await server.PostAsync(PathOf(now), Definitions.Item("CronTab", "new")).JsonAsync(HttpStatusCode.Created);

        await using var watch = await WatchReader.OpenAsync(server, $"{Group}/crontabs?watch=1");
        Assert.Equal("new", (await watch.NextAsync("ADDED")).Text("metadata", "name"));
        var then = await server.SendAsync(HttpMethod.Get, $"{Group}/crontabs?resourceVersionMatch=Exact&resourceVersion={old.Text("metadata", "resourceVersion")}").JsonAsync();
        Assert.Empty(then.Objects("items"));
    }

    [Theory]
    [InlineData("Namespaced", "Namespaced")]
    [InlineData("Namespaced", "Cluster")]
    [InlineData("Cluster", "Namespaced")]
    public async Task ReCreation_EndsOpenWatches_AndNoneGoesOnFromBeforeIt(string former, string now)
    {
        await using var server = await Definitions.ServerAsync();
        string WatchFrom(JsonObject read) => $"{Group}/crontabs?watch=1&resourceVersion={read.Text("metadata", "resourceVersion")}";
        await server.DefineAsync(Scoped(former));
        var old = await server.PostAsync(PathOf(former), Definitions.Item("CronTab", "former")).JsonAsync(HttpStatusCode.Created);
        await using var open = await WatchReader.OpenAsync(server, WatchFrom(old));

        await server.UndefineAsync("crontabs.stable.example.com");
        await server.DefineAsync(Scoped(now));

        var gone = await open.NextAsync("DELETED");
        Assert.Equal("former", gone.Text("metadata", "name"));
        await open.EndAsync();
        var list = await server.SendAsync(HttpMethod.Get, $"{Group}/crontabs").JsonAsync();
        foreach (var behind in new[] { old, gone })
        {
            await using var late = await WatchReader.OpenAsync(server, WatchFrom(behind));
            var status = await late.NextAsync("ERROR");
            Assert.Equal(
                (410, "Expired", $"too old resource version: {behind.Text("metadata", "resourceVersion")} ({list.Text("metadata", "resourceVersion")})"),
                ((int)status.Integer("code")!, status.Text("reason"), status.Text("message")));
        }

        await using var current = await WatchReader.OpenAsync(server, WatchFrom(list));
        await server.PostAsync(PathOf(now), Definitions.Item("CronTab", "new")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("new", (await current.NextAsync("ADDED")).Text("metadata", "name"));
    }

    [Fact]
    public async Task Create_WhileTheDefinitionIsGoing_IsNotAllowed()
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        var path = $"{Group}/namespaces/default/crontabs";
        var held = (JsonObject)JsonNode.Parse(Definitions.Item("CronTab", "held"))!;
        held["metadata"]!["finalizers"] = new JsonArray("example.com/hold");
        await server.PostAsync(path, held.ToJsonString()).JsonAsync(HttpStatusCode.Created);
        var marked = await server.SendAsync(HttpMethod.Delete, $"{Definitions.Path}/crontabs.stable.example.com").JsonAsync();
        Assert.Equal("customresourcecleanup.apiextensions.k8s.io", marked.Texts("metadata", "finalizers").Single());
        Assert.Contains(marked.Objects("status", "conditions"), one => one.Text("type") == "Terminating" && one.Text("status") == "True");
        Assert.Null(marked.At("metadata", "deletionGracePeriodSeconds"));
        Assert.Equal("CronTab", (await server.SendAsync(HttpMethod.Get, path).JsonAsync()).Objects("items").Single().Text("kind"));

        var (_, message) = await server.PostAsync(path, Definitions.Item("CronTab", "late")).StatusAsync(405, "MethodNotAllowed");

        Assert.Equal("create not allowed while custom resource definition is terminating", message);
        await server.SendAsync(HttpMethod.Get, $"{path}/held").JsonAsync();
    }

    [Fact]
    public async Task Watch_TheDefinitionGoes_TellsOfTheInstancesThatGoAndEnds()
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        await server.DefineAsync(Definitions.Of("others", "Other"));
        var path = $"{Group}/namespaces/default/crontabs";
        await server.PostAsync(path, Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        await using var watch = await WatchReader.OpenAsync(server, $"{path}?watch=1");
        await using var other = await WatchReader.OpenAsync(server, $"{path.Replace("crontabs", "others")}?watch=1");
        await watch.NextAsync("ADDED");

        await server.UndefineAsync("crontabs.stable.example.com");

        await watch.NextAsync("DELETED");
        await watch.EndAsync();
        await server.SendAsync(HttpMethod.Get, $"{path}?watch=1").StatusAsync(404, "NotFound");
        await server.PostAsync(path.Replace("crontabs", "others"), Definitions.Item("Other", "b")).JsonAsync(HttpStatusCode.Created);
        Assert.Equal("b", (await other.NextAsync("ADDED")).Text("metadata", "name"));
    }

    [Fact]
    public async Task Watch_TheDefinitionChanges_EndsAndIsOpenedAgain()
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        var path = $"{Group}/namespaces/default/crontabs";
        await using var watch = await WatchReader.OpenAsync(server, $"{path}?watch=1");
        await server.PatchAsync($"{Definitions.Path}/crontabs.stable.example.com", """{"metadata":{"labels":{"a":"b"}}}""", "application/merge-patch+json").JsonAsync();
        await server.PostAsync(path, Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        await watch.NextAsync("ADDED");

        await server.PatchAsync($"{Definitions.Path}/crontabs.stable.example.com", """{"spec":{"names":{"shortNames":["tab"]}}}""", "application/merge-patch+json").JsonAsync();

        await watch.EndAsync();
        await using var again = await WatchReader.OpenAsync(server, $"{path}?watch=1");
        Assert.Equal("a", (await again.NextAsync("ADDED")).Text("metadata", "name"));
    }

    [Fact]
    public async Task Watch_OfAnotherInstancesDefinition_EndsWithIt()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var one = await Definitions.ServerAsync(log);
        await one.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        await using var other = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, log: log);
        await one.PostAsync($"{Group}/namespaces/default/crontabs", Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        await using var watch = await WatchReader.OpenAsync(other, $"{Group}/namespaces/default/crontabs?watch=1");
        await watch.NextAsync("ADDED");

        await one.UndefineAsync("crontabs.stable.example.com");

        await watch.NextAsync("DELETED");
        await watch.EndAsync();
    }

    [Fact]
    public async Task Names_TakenInTheGroup_AreNotAccepted_UntilTheyAreFree()
    {
        await using var server = await Definitions.ServerAsync();
        await server.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        await server.PostAsync(Definitions.Path, Definitions.Of("cronlike", "CronTab").ToJsonString()).JsonAsync(HttpStatusCode.Created);
        await using (var watch = await WatchReader.OpenAsync(server, $"{Definitions.Path}?watch=1&fieldSelector=metadata.name=cronlike.stable.example.com"))
        {
            JsonObject read;
            do
            {
                read = (await watch.AnyAsync()).Object;
            }
            while (!read.Objects("status", "conditions").Any());
            var names = read.Objects("status", "conditions").Single(one => one.Text("type") == "NamesAccepted");
            Assert.Equal(("False", "ListKindConflict", "\"CronTabList\" is already in use"), (names.Text("status"), names.Text("reason"), names.Text("message")));
        }

        await server.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/cronlike").StatusAsync(404, "NotFound");
        await server.UndefineAsync("crontabs.stable.example.com");
        await server.EstablishedAsync("cronlike.stable.example.com");
        await server.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/cronlike").JsonAsync();
    }

    [Fact]
    public async Task AnotherInstance_ServesItWithinASecond()
    {
        var log = new MemoryCommitLog(isSoleWriter: false);
        await using var one = await Definitions.ServerAsync(log);
        await using var other = await TestServer.StartAsync(new ApiServerOptions { Tokens = TestServer.Tokens }, log: log);
        await other.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs").StatusAsync(404, "NotFound");
        await one.DefineAsync(Definitions.Of("crontabs", "CronTab"));
        var established = TimeProvider.System.GetTimestamp();

        HttpStatusCode code;
        do
        {
            using var answer = await other.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs");
            code = answer.StatusCode;
        }
        while (code != HttpStatusCode.OK && TimeProvider.System.GetElapsedTime(established) < TimeSpan.FromSeconds(30));

        Assert.InRange(TimeProvider.System.GetElapsedTime(established), TimeSpan.Zero, TimeSpan.FromSeconds(5));
        await other.PostAsync($"{Group}/namespaces/default/crontabs", Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        await one.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs/a").JsonAsync();
    }

    [Fact]
    public async Task Versions_ShareTheirObjects_EachInItsOwnApiVersion()
    {
        await using var server = await Definitions.ServerAsync();
        var definition = Definitions.Of("crontabs", "CronTab");
        var second = (JsonObject)definition["spec"]!["versions"]![0]!.DeepClone();
        (second["name"], second["storage"], second["deprecated"]) = ("v2", false, true);
        ((JsonArray)definition["spec"]!["versions"]!).Add(second);
        await server.DefineAsync(definition);
        await server.PostAsync("/apis/stable.example.com/v2/namespaces/default/crontabs", Definitions.Item("CronTab", "a").Replace("/v1", "/v2")).JsonAsync(HttpStatusCode.Created);

        var first = await server.SendAsync(HttpMethod.Get, $"{Group}/namespaces/default/crontabs/a").JsonAsync();
        using var answer = await server.SendAsync(HttpMethod.Get, "/apis/stable.example.com/v2/namespaces/default/crontabs/a");
        var other = await answer.JsonAsync();

        Assert.Equal(("stable.example.com/v1", "stable.example.com/v2"), (first.Text("apiVersion"), other.Text("apiVersion")));
        Assert.Equal(first.Text("metadata", "uid"), other.Text("metadata", "uid"));
        Assert.Equal("299 - \"stable.example.com/v2 CronTab is deprecated\"", answer.Headers.GetValues("Warning").Single());
        var group = await server.SendAsync(HttpMethod.Get, "/apis/stable.example.com").JsonAsync();
        Assert.Equal("v2", group.Text("preferredVersion", "version"));
    }

    [Fact]
    public async Task Rules_AreKept_AndSaidNotToBeEvaluated()
    {
        await using var server = await Definitions.ServerAsync();
        var definition = Definitions.Of("crontabs", "CronTab");
        definition["spec"]!["versions"]![0]!["schema"]!["openAPIV3Schema"]!["properties"]!["spec"]!["x-kubernetes-validations"] = new JsonArray(new JsonObject { ["rule"] = "self.replicas < 5" });
        using var answer = await server.PostAsync(Definitions.Path, definition.ToJsonString());
        var created = await answer.JsonAsync(HttpStatusCode.Created);

        Assert.Equal("self.replicas < 5", (created.Objects("spec", "versions").Single().At("schema", "openAPIV3Schema", "properties", "spec", "x-kubernetes-validations") as JsonArray)![0].Text("rule"));
        Assert.Contains("not evaluated", answer.Headers.GetValues("Warning").Single(), StringComparison.Ordinal);
        await server.EstablishedAsync("crontabs.stable.example.com");
        using var item = await server.PostAsync($"{Group}/namespaces/default/crontabs", Definitions.Item("CronTab", "a", ",\"replicas\":7"));
        Assert.Equal("299 - \"x-kubernetes-validations of crontabs.stable.example.com are not evaluated\"", item.Headers.GetValues("Warning").Single());
    }

    [Fact]
    public async Task Conversion_ByAWebhook_IsNeverPretended()
    {
        await using var server = await Definitions.ServerAsync();
        var definition = Definitions.Of("crontabs", "CronTab");
        var second = (JsonObject)definition["spec"]!["versions"]![0]!.DeepClone();
        (second["name"], second["storage"]) = ("v2", false);
        ((JsonArray)definition["spec"]!["versions"]!).Add(second);
        definition["spec"]!["conversion"] = JsonNode.Parse("""{"strategy":"Webhook","webhook":{"conversionReviewVersions":["v1"],"clientConfig":{"url":"https://127.0.0.1:1/convert"}}}""");
        await server.DefineAsync(definition);

        await server.PostAsync($"{Group}/namespaces/default/crontabs", Definitions.Item("CronTab", "a")).JsonAsync(HttpStatusCode.Created);
        var (_, message) = await server.SendAsync(HttpMethod.Get, "/apis/stable.example.com/v2/namespaces/default/crontabs/a").StatusAsync(503, "ServiceUnavailable");

        Assert.StartsWith("conversion webhook for stable.example.com/v2, Kind=CronTab failed", message, StringComparison.Ordinal);
    }

    private static JsonObject Scoped(string scope)
    {
        var definition = Definitions.Of("crontabs", "CronTab");
        definition["spec"]!["scope"] = scope;
        return definition;
    }

    /// <summary>Where the instances of a definition of this scope are.</summary>
    private static string PathOf(string scope) => scope == "Cluster" ? $"{Group}/crontabs" : $"{Group}/namespaces/default/crontabs";
}
