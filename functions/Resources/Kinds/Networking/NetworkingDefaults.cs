using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Defaults of the kinds of networking.</summary>
internal static class NetworkingDefaults
{
    public static void IngressClass(JsonObject item)
    {
        (item.At("spec", "parameters") as JsonObject)?.Default("scope", "Cluster");
    }

    /// <summary>A policy is about what comes in, and about what goes out where it has rules of it.</summary>
    public static void NetworkPolicy(JsonObject item)
    {
        var spec = item.Ensure("spec");
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(rule => rule.Objects("ports")))
        {
            port.Default("protocol", "TCP");
        }

        if (!spec.Texts("policyTypes").Any())
        {
            spec["policyTypes"] = spec.Objects("egress").Any() ? new JsonArray("Ingress", "Egress") : new JsonArray("Ingress");
        }
    }
}
