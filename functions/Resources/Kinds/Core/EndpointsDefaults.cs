using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of Endpoints, and what their writers are told.</summary>
internal static class EndpointsDefaults
{
    public static void Apply(JsonObject item)
    {
        foreach (var port in item.Objects("subsets").SelectMany(subset => subset.Objects("ports")))
        {
            port.Default("protocol", "TCP");
        }
    }

    public static IEnumerable<string> Warnings(JsonObject item, JsonObject? old) => ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"];
}
