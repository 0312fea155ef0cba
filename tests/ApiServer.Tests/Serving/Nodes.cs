using System.Net;
using System.Text.Json.Nodes;

namespace CloudOrchestrator.ApiServer.Tests.Serving;

/// <summary>Nodes, and pods on them.</summary>
internal static class Nodes
{
    public static async Task AddNodeAsync(this TestServer server, string name, int port)
    {
        var node = await server.PostAsync("/api/v1/nodes", new JsonObject { ["metadata"] = new JsonObject { ["name"] = name } }.ToJsonString()).JsonAsync(HttpStatusCode.Created);
        node["status"] = new JsonObject
        {
            ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = "127.0.0.1" }),
            ["daemonEndpoints"] = new JsonObject { ["kubeletEndpoint"] = new JsonObject { ["Port"] = port } },
        };
        await server.PutAsync($"/api/v1/nodes/{name}/status", node.ToJsonString()).JsonAsync();
    }

    public static async Task AddPodOnAsync(this TestServer server, string node, string name, string containers = """[{"name":"a","image":"sample:1"}]""")
    {
        const string Pods = "/api/v1/namespaces/default/pods";
        await server.PostAsync(Pods, Objects.Pod(name, containers)).JsonAsync(HttpStatusCode.Created);
        await server.PostAsync($"{Pods}/{name}/binding", """{"target":{"name":"NODE"}}""".Replace("NODE", node)).JsonAsync(HttpStatusCode.Created);
    }
}
