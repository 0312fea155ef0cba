using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of nodes.</summary>
internal static class NodeDefaults
{
    public static void Status(JsonObject item)
    {
        if (item["status"] is JsonObject status && status["capacity"] is JsonObject capacity)
        {
            status.Default("allocatable", capacity.DeepClone());
        }
    }
}
