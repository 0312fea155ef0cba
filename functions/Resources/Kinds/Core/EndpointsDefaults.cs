using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of Endpoints.</summary>
internal static class EndpointsDefaults
{
    public static void Apply(JsonObject item)
    {
        foreach (var port in item.Objects("subsets").SelectMany(subset => subset.Objects("ports")))
        {
            port.Default("protocol", "TCP");
        }
    }
}
