using System.Net;
using System.Text.Json.Nodes;
using CloudOrchestrator.ApiServer.Tests.Serving;
using CloudOrchestrator.Controllers;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Store.CommitLog;
using Xunit;

namespace CloudOrchestrator.ApiServer.Tests.CustomResources;

/// <summary>Servers with their controllers, and definitions on them.</summary>
internal static class Definitions
{
    public const string Path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>A server as one process of a cluster is: with its reactors.</summary>
    public static Task<TestServer> ServerAsync(ICommitLog? log = null) => TestServer.StartAsync(
        new ApiServerOptions { Tokens = TestServer.Tokens }, services => services.AddControllerReactors().AddReactorHost(), log);

    /// <summary>A definition of this plural name, with all that most tests ask for.</summary>
    public static JsonObject Of(string plural, string kind, string group = "stable.example.com") => (JsonObject)JsonNode.Parse(
        """
        {"kind":"CustomResourceDefinition","apiVersion":"apiextensions.k8s.io/v1","metadata":{"name":"PLURAL.GROUP"},
        "spec":{"group":"GROUP","scope":"Namespaced","names":{"plural":"PLURAL","kind":"KIND","shortNames":["SHORT"],"categories":["all"]},
        "versions":[{"name":"v1","served":true,"storage":true,
        "subresources":{"status":{},"scale":{"specReplicasPath":".spec.replicas","statusReplicasPath":".status.replicas","labelSelectorPath":".status.selector"}},
        "additionalPrinterColumns":[{"name":"Spec","type":"string","jsonPath":".spec.cronSpec"},{"name":"Replicas","type":"integer","jsonPath":".spec.replicas"},{"name":"Age","type":"date","jsonPath":".metadata.creationTimestamp"}],
        "selectableFields":[{"jsonPath":".spec.color"}],
        "schema":{"openAPIV3Schema":{"type":"object","properties":{
        "spec":{"type":"object","required":["cronSpec"],"properties":{
        "cronSpec":{"type":"string","description":"When it runs.","pattern":"^\\S+( \\S+){4}$"},"replicas":{"type":"integer","minimum":0,"maximum":10,"default":1},"color":{"type":"string"},
        "ports":{"type":"array","x-kubernetes-list-type":"map","x-kubernetes-list-map-keys":["name"],"items":{"type":"object","required":["name"],"properties":{"name":{"type":"string"},"port":{"type":"integer"}}}}}},
        "status":{"type":"object","properties":{"replicas":{"type":"integer"},"selector":{"type":"string"}}}}}}}]}}
        """.Replace("PLURAL", plural).Replace("KIND", kind).Replace("GROUP", group).Replace("SHORT", plural[..4]))!;

    /// <summary>An object of such a definition.</summary>
    public static string Item(string kind, string name, string more = "") =>
        """{"kind":"KIND","apiVersion":"stable.example.com/v1","metadata":{"name":"NAME"},"spec":{"cronSpec":"* * * * 5"MORE}}""".Replace("KIND", kind).Replace("NAME", name).Replace("MORE", more);

    /// <summary>Creates a definition, and waits until it is established.</summary>
    public static async Task DefineAsync(this TestServer server, JsonObject definition)
    {
        await server.PostAsync(Path, definition.ToJsonString()).JsonAsync(HttpStatusCode.Created);
        await server.EstablishedAsync(definition.Text("metadata", "name")!);
    }

    /// <summary>Waits until a definition is established.</summary>
    public static async Task<JsonObject> EstablishedAsync(this TestServer server, string name)
    {
        await using var watch = await WatchReader.OpenAsync(server, $"{Path}?watch=1&fieldSelector=metadata.name={name}");
        for (var type = "ADDED"; ; type = "MODIFIED")
        {
            var definition = await watch.NextAsync(type);
            if (definition.Objects("status", "conditions").Any(one => one.Text("type") == "Established" && one.Text("status") == "True"))
            {
                return definition;
            }
        }
    }

    /// <summary>Deletes a definition, and waits until it is gone.</summary>
    public static async Task UndefineAsync(this TestServer server, string name)
    {
        var read = await server.SendAsync(HttpMethod.Get, $"{Path}/{name}").JsonAsync();
        await using var watch = await WatchReader.OpenAsync(server, $"{Path}?watch=1&fieldSelector=metadata.name={name}&resourceVersion={read.Text("metadata", "resourceVersion")}");
        await server.SendAsync(HttpMethod.Delete, $"{Path}/{name}").JsonAsync();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(Deadline);
        while (!end.IsCancellationRequested)
        {
            if ((await watch.AnyAsync()).Type == "DELETED")
            {
                return;
            }
        }

        Assert.Fail($"the definition {name} was not gone within {Deadline.TotalSeconds} s");
    }
}
