using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Discovery;

/// <summary>Defaults of slices of endpoints.</summary>
internal static class EndpointSliceDefaults
{
    public static void Apply(JsonObject item)
    {
        foreach (var port in item.Objects("ports"))
        {
            port.Default("name", "");
            port.Default("protocol", "TCP");
        }
    }
}
