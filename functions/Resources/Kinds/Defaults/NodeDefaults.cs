using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Defaults;

/// <summary>Defaults of nodes.</summary>
internal static class NodeDefaults
{
    public static void Apply(JsonObject item)
    {
        item.Ensure("spec");
        var status = item.Ensure("status");
        status.Ensure("daemonEndpoints").Ensure("kubeletEndpoint").Default("Port", 0);
        status.Ensure("nodeInfo");
        if (status["capacity"] is JsonObject capacity)
        {
            status.Default("allocatable", capacity.DeepClone());
        }
    }
}
