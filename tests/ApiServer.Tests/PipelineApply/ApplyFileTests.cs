using System.Net;
using CloudOrchestrator.ApiServer.Tests.Serving;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.PipelineApply;

/// <summary>What a file is applied to, in which order, and what is answered.</summary>
public class ApplyFileTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    private readonly TestServer _server = fixture.Server;

    [Fact]
    public async Task Apply_File_MakesNamespacesFirstAndTellsWhatChanged()
    {
        const string File = """
            # What a team would have in its repository.
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: order}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: a, image: "sample:1"}]}
            ---
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: b, namespace: order}
            spec: {ports: [{port: 80}], selector: {app: web}}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: order, labels: {team: a}}
            """;
        Assert.Equal(["namespace/order created", "deployment.apps/web created", "service/b created"], await _server.ApplyAsync(File));
        Assert.Equal(["namespace/order unchanged", "deployment.apps/web unchanged", "service/b unchanged"], await _server.ApplyAsync(File));
        Assert.Equal(["namespace/order unchanged", "deployment.apps/web unchanged", "service/b configured"], await _server.ApplyAsync(File.Replace("port: 80", "port: 81", StringComparison.Ordinal)));
        var web = await _server.SendAsync(HttpMethod.Get, "/apis/apps/v1/namespaces/order/deployments/web").JsonAsync();
        var entry = Assert.Single(web["metadata"]!["managedFields"]!.AsArray());
        Assert.Equal(("pipeline", "Apply"), ((string?)entry!["manager"], (string?)entry["operation"]));
    }

    [Theory]
    [InlineData("application/json", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"}}""")]
    [InlineData("application/json", """[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"}}]""")]
    [InlineData("application/json", """{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"}}]}""")]
    [InlineData("application/json; charset=utf-8", """{"apiVersion":"v1","kind":"ConfigMapList","items":[{"metadata":{"name":"NAME"}}]}""")]
    [InlineData("application/yaml", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"NAME"}}""")]
    [InlineData("application/yaml", "- {apiVersion: v1, kind: ConfigMap, metadata: {name: NAME}}")]
    [InlineData("text/yaml", "%YAML 1.1\n---\r\n{apiVersion: v1, kind: ConfigMap, metadata: {name: NAME}}\r\n...\r\n# the end\r\n")]
    [InlineData("application/x-www-form-urlencoded", "--- # first\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: NAME}\n---\n")]
    [InlineData("", "\uFEFF--- {apiVersion: v1, kind: ConfigMap, metadata: {name: NAME}}")]
    public async Task Apply_AnyForm_IsRead(string contentType, string file)
    {
        var name = $"form-{Math.Abs(HashCode.Combine(contentType, file))}";
        Assert.Equal([$"configmap/{name} created"], await _server.ApplyAsync(file.Replace("NAME", name, StringComparison.Ordinal), contentType: contentType));
    }

    [Fact]
    public async Task Apply_JsonAfterJson_IsEachApplied() => Assert.Equal(
        ["configmap/stream-a created", "configmap/stream-b created"],
        await _server.ApplyAsync("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"stream-a"}}{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"stream-b"}}""", contentType: "application/json"));

    [Fact]
    public async Task Apply_Namespace_IsThatOfTheQueryWhereTheObjectNamesNone()
    {
        await _server.NamespaceAsync("asked");
        await _server.ApplyAsync(Applies.ConfigMap("here") + Applies.ConfigMap("there", @namespace: "default"), "?namespace=asked");
        Assert.Equal("here", await _server.ConfigMapsAsync("asked"));
        await _server.SendAsync(HttpMethod.Get, "/api/v1/namespaces/default/configmaps/there").JsonAsync();
        var lines = await _server.ApplyAsync(Applies.ConfigMap("nowhere"), "?namespace=missing", code: 422);
        Assert.Equal(["configmap/nowhere failed: document 1, line 1: namespaces \"missing\" not found"], lines);
    }

    [Fact]
    public async Task Apply_ClusterScopedWithNamespace_IsTakenWithoutIt() =>
        Assert.Equal(["namespace/placed created"], await _server.ApplyAsync("{apiVersion: v1, kind: Namespace, metadata: {name: placed, namespace: default}}"));

    [Fact]
    public async Task Apply_OneFails_OthersAreAppliedAndTheLineIsTold()
    {
        const string File = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: before}
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: broken
            spec:
              ports:
              - name: a
                port: 99999
            ---
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: w}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: after}
            """;
        var lines = await _server.ApplyAsync(File, code: 422);
        Assert.Equal("configmap/before created", lines[0]);
        Assert.StartsWith("service/broken failed: document 2, line 12: spec.ports[0].port: Invalid value: 99999", lines[1], StringComparison.Ordinal);
        Assert.Equal("widget.example.com/w failed: document 3, line 14: no matches for kind \"Widget\" in version \"example.com/v1\"", lines[2]);
        Assert.Equal("configmap/after created", lines[3]);
    }

    [Fact]
    public async Task Apply_NamespaceFails_WhatIsInItSaysSo()
    {
        var lines = await _server.ApplyAsync(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: inside, namespace: Not_Valid}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: Not_Valid}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: outside}
            """,
            code: 422);
        Assert.StartsWith("namespace/Not_Valid failed: document 2, line 7: metadata.name: Invalid value:", lines[0], StringComparison.Ordinal);
        Assert.Equal("configmap/inside failed: document 1, line 1: it needs namespace/Not_Valid (document 2, line 5), which failed", lines[1]);
        Assert.Equal("configmap/outside created", lines[2]);
    }

    [Fact]
    public async Task Apply_DefinitionFails_ItsObjectsSaySo()
    {
        var lines = await _server.ApplyAsync(
            """
            {apiVersion: example.com/v1, kind: Widget, metadata: {name: w}}
            ---
            {apiVersion: apiextensions.k8s.io/v2, kind: CustomResourceDefinition, metadata: {name: widgets.example.com}, spec: {group: example.com, names: {kind: Widget}}}
            """,
            code: 422);
        Assert.StartsWith("customresourcedefinition.apiextensions.k8s.io/widgets.example.com failed: document 2, line 3: no matches for kind", lines[0], StringComparison.Ordinal);
        Assert.Equal("widget.example.com/w failed: document 1, line 1: it needs customresourcedefinition.apiextensions.k8s.io/widgets.example.com (document 2, line 3), which failed", lines[1]);
    }

    [Fact]
    public async Task Apply_Conflict_Is409ThatNamesTheFieldAndForceTakesIt()
    {
        await _server.ApplyAsync(Applies.ConfigMap("shared"), "?fieldManager=one");
        var changed = Applies.ConfigMap("shared", "a: \"2\"");
        Assert.Equal(
            ["configmap/shared failed: document 1, line 8: Apply failed with 1 conflict: conflict with \"one\": .data.a", "configmap/free created"],
            await _server.ApplyAsync(changed + Applies.ConfigMap("free"), "?fieldManager=two", code: 409));
        await _server.ApplyAsync(changed + Applies.ConfigMap("No_Name"), "?fieldManager=two", code: 422);
        Assert.Equal(["configmap/shared configured"], await _server.ApplyAsync(changed, "?fieldManager=two&force=true"));
    }

    [Fact]
    public async Task Apply_Json_IsOneDocumentOrOneALine()
    {
        var document = await _server.ApplyJsonAsync(Applies.ConfigMap("json") + "{apiVersion: v1, kind: Service, metadata: {name: json}, spec: {ports: [{port: 0}]}}", code: HttpStatusCode.UnprocessableEntity);
        var (made, failed) = (document["objects"]![0]!, document["objects"]![1]!);
        Assert.Equal("""{"apiVersion":"v1","kind":"ConfigMap","namespace":"default","name":"json","result":"created","position":{"document":1,"line":1}}""", made.ToJsonString());
        Assert.Equal(("failed", 2, 10), ((string?)failed["result"], (int?)failed["position"]!["document"], (int?)failed["position"]!["line"]));
        Assert.Equal("spec.ports[0].port", (string?)failed["causes"]![0]!["field"]);

        using var answer = await _server.SendAsync(HttpMethod.Post, "/apply", Applies.ConfigMap("json"), Applies.Yaml, ("Accept", "application/jsonl"));
        Assert.Equal(
            """
            {"apiVersion":"v1","kind":"ConfigMap","namespace":"default","name":"json","result":"unchanged","position":{"document":1,"line":1}}
            {"result":"ok"}

            """,
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Apply_OtherMethods_AreNotAllowed()
    {
        using var answer = await _server.SendAsync(HttpMethod.Get, "/apply");
        Assert.Equal(["POST"], answer.Content.Headers.Allow);
        await Task.FromResult(answer).StatusAsync(405, "MethodNotAllowed");
        await _server.SendAsync(HttpMethod.Delete, "/apply").StatusAsync(405, "MethodNotAllowed");
        await _server.PostAsync("/version", "{}").StatusAsync(405, "MethodNotAllowed");
        await _server.PostAsync("/apply/now", "{}").StatusAsync(404, "NotFound");
        await _server.Anonymous.PostAsync("/apply", null, TestContext.Current.CancellationToken).StatusAsync(401, "Unauthorized");
    }
}
