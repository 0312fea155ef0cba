using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

public class DryRunTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task DryRun_Change_ShowsTheDifferenceAndLeavesNoTrace()
    {
        await _server.NamespaceAsync("rehearsal");
        await _server.ApplyAsync(Applies.ConfigMap("a", "a: \"1\"\n  b: \"2\"\n  c: \"3\"\n  d: \"4\"\n  e: \"5\""), "?namespace=rehearsal");
        var before = await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/rehearsal/configmaps").JsonAsync();
        var lines = await _server.ApplyAsync(Applies.ConfigMap("a", "a: \"1\"\n  b: \"2\"\n  c: \"3\"\n  d: \"9\"\n  f: \"6\"") + Applies.ConfigMap("new"), "?namespace=rehearsal&dryRun=All");
        Assert.Equal(
            """
            configmap/a configured (server dry run)
            --- live/v1.ConfigMap.rehearsal.a
            +++ merged/v1.ConfigMap.rehearsal.a
            @@ -3,8 +3,8 @@
               a: "1"
               b: "2"
               c: "3"
            -  d: "4"
            -  e: "5"
            +  d: "9"
            +  f: "6"
             kind: ConfigMap
             metadata:
               creationTimestamp: TIME
            configmap/new created (server dry run)
            --- /dev/null
            +++ merged/v1.ConfigMap.rehearsal.new
            @@ -0,0 +1,7 @@
            +apiVersion: v1
            +data:
            +  a: "1"
            +kind: ConfigMap
            +metadata:
            +  name: new
            +  namespace: rehearsal
            """.Split('\n'),
            lines.Select(line => line.Contains("creationTimestamp:", StringComparison.Ordinal) ? "   creationTimestamp: TIME" : line));
        Assert.Equal(before.ToJsonString(), (await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/rehearsal/configmaps").JsonAsync()).ToJsonString());
    }

    [Fact]
    public async Task DryRun_NewNamespace_RehearsesWhatIsInIt()
    {
        const string File = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: planned}}\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: planned}}\n";
        var document = await _server.ApplyJsonAsync(File, "?dryRun=All");
        Assert.True((bool?)document["dryRun"]);
        Assert.Equal(["planned", "a"], document["objects"]!.AsArray().Select(item => (string?)item!["name"]));
        Assert.All(document["objects"]!.AsArray(), item => Assert.Equal("created", (string?)item!["result"]));
        Assert.All(document["objects"]!.AsArray(), item => Assert.StartsWith("--- /dev/null\n", (string?)item!["diff"], StringComparison.Ordinal));
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/planned").StatusAsync(404, "NotFound");
    }

    [Theory]
    [InlineData(3, "created", HttpStatusCode.OK)]
    [InlineData(0, "failed", HttpStatusCode.UnprocessableEntity)]
    public async Task DryRun_NewDefinition_RehearsesWhatIsOfItsKind(int size, string result, HttpStatusCode code)
    {
        var file = """
            {apiVersion: rehearsed.example.com/v1, kind: Gadget, metadata: {name: first}, spec: {size: SIZE}}
            ---
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.rehearsed.example.com}
            spec:
              group: rehearsed.example.com
              scope: Namespaced
              names: {plural: gadgets, kind: Gadget}
              versions:
              - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer, minimum: 1}}}}}}}
            """.Replace("SIZE", size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        var document = await _server.ApplyJsonAsync(file, "?dryRun=All", code);
        Assert.Equal(["created", result], document["objects"]!.AsArray().Select(item => (string?)item!["result"]));
        await _server.SendAsync(HttpMethod.Get, "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.rehearsed.example.com").StatusAsync(404, "NotFound");
        await _server.SendAsync(HttpMethod.Get, "/apis/rehearsed.example.com/v1/gadgets").StatusAsync(404, "NotFound");
    }

    [Fact]
    public async Task DryRun_Secret_ShowsNoValue()
    {
        const string File = "apiVersion: v1\nkind: Secret\nmetadata: {name: s, annotations: {kubectl.kubernetes.io/last-applied-configuration: 'PASSWORD'}}\nstringData: {kept: 'PASSWORD', changed: 'PASSWORD1'}\n";
        await _server.ApplyAsync(File);
        var lines = await _server.ApplyAsync(File.Replace("PASSWORD1", "PASSWORD2", StringComparison.Ordinal), "?dryRun=All");
        Assert.DoesNotContain(lines, line => line.Contains("PASSWORD", StringComparison.Ordinal) || line.Contains(Convert.ToBase64String("PASSWORD"u8)[..8], StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith('-') && line.EndsWith("changed: \"*** (before)\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith('+') && line.EndsWith("changed: \"*** (after)\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task DryRun_TextOfSeveralLines_IsComparedLineByLine()
    {
        const string File = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: script}\ndata:\n  run.sh: |\n    #!/bin/sh\n    echo hello\n    exit 0\n";
        await _server.ApplyAsync(File);
        var lines = await _server.ApplyAsync(File.Replace("hello", "goodbye", StringComparison.Ordinal), "?dryRun=All");
        Assert.Equal(["-    echo hello", "+    echo goodbye"], lines.Skip(3).Where(line => line[0] is '-' or '+'));
    }

    [Fact]
    public async Task DryRun_Unchanged_HasNoDifference()
    {
        await _server.ApplyAsync(Applies.ConfigMap("same"));
        Assert.Equal(["configmap/same unchanged (server dry run)"], await _server.ApplyAsync(Applies.ConfigMap("same"), "?dryRun=All"));
        Assert.IsType<JsonArray>((await _server.ApplyJsonAsync(Applies.ConfigMap("same"), "?dryRun=All"))["objects"]);
    }
}
