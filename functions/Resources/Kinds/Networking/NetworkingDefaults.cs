using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Networking;

/// <summary>Defaults of the kinds of networking.</summary>
internal static class NetworkingDefaults
{
    public static void Ingress(JsonObject item) => RequiredFields.Fill(item, NetworkingKinds.Ingresses.Schema);

    public static void IngressClass(JsonObject item)
    {
        RequiredFields.Fill(item, NetworkingKinds.IngressClasses.Schema);
        (item.At("spec", "parameters") as JsonObject)?.Default("scope", "Cluster");
    }

    public static void ServiceCidr(JsonObject item) => RequiredFields.Fill(item, NetworkingKinds.ServiceCidrs.Schema);

    public static void IpAddress(JsonObject item) => RequiredFields.Fill(item, NetworkingKinds.IpAddresses.Schema);

    /// <summary>A policy is about what comes in, and about what goes out where it has rules of it.</summary>
    public static void NetworkPolicy(JsonObject item)
    {
        RequiredFields.Fill(item, NetworkingKinds.NetworkPolicies.Schema);
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
