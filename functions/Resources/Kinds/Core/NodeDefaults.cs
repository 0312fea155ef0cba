using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of nodes.</summary>
internal static class NodeDefaults
{
    private static readonly string[] SystemInfo =
        ["machineID", "systemUUID", "bootID", "kernelVersion", "osImage", "containerRuntimeVersion", "kubeletVersion", "kubeProxyVersion", "operatingSystem", "architecture"];

    public static void Apply(JsonObject item)
    {
        item.Ensure("spec");
        var status = item.Ensure("status");
        status.Ensure("daemonEndpoints").Ensure("kubeletEndpoint").Default("Port", 0);
        var info = status.Ensure("nodeInfo");
        foreach (var field in SystemInfo)
        {
            info.Default(field, "");
        }

        if (status["capacity"] is JsonObject capacity)
        {
            status.Default("allocatable", capacity.DeepClone());
        }
    }
}
