using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Defaults;

/// <summary>Defaults of services.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        item.Ensure("status").Ensure("loadBalancer");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        var type = spec.Text("type");
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port.Integer("targetPort") is null or 0 && string.IsNullOrEmpty(port.Text("targetPort")))
            {
                port["targetPort"] = port["port"]?.DeepClone();
            }
        }

        if (type == "ExternalName")
        {
            return;
        }

        spec.Default("internalTrafficPolicy", "Cluster");
        if (type is "NodePort" or "LoadBalancer")
        {
            spec.Default("externalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.Default("allocateLoadBalancerNodePorts", true);
        }

        spec.Default("ipFamilyPolicy", "SingleStack");
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        if (spec.Text("sessionAffinity") == "ClientIP")
        {
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").Default("timeoutSeconds", 10800);
        }

        if (spec.Text("clusterIP") is { Length: > 0 } address)
        {
            spec.Default("clusterIPs", new JsonArray(address));
        }
    }

    public static void PrepareCreate(JsonObject item, DateTimeOffset now) => item["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
}
