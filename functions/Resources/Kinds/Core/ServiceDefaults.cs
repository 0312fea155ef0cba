using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>Defaults of services.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject item)
    {
        var spec = item.Ensure("spec");
        spec.Default("type", "ClusterIP");
        Affinity(spec);
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
        if (ServiceReach.IsExternal(spec))
        {
            spec.Default("externalTrafficPolicy", "Cluster");
        }

        if (type == "LoadBalancer")
        {
            spec.Default("allocateLoadBalancerNodePorts", true);
        }

        Families(spec);
        if (spec.Text("clusterIP") is { Length: > 0 } address)
        {
            spec.Default("clusterIPs", new JsonArray(address));
        }
    }

    public static void Status(JsonObject item)
    {
        foreach (var point in item.Objects("status", "loadBalancer", "ingress").Where(point => !string.IsNullOrEmpty(point.Text("ip")) && item.Text("spec", "type") == "LoadBalancer"))
        {
            point.Default("ipMode", "VIP");
        }
    }

    /// <summary>How it is stuck to, which without affinity is not said.</summary>
    private static void Affinity(JsonObject spec)
    {
        spec.Default("sessionAffinity", "None");
        if (spec.Text("sessionAffinity") == "None")
        {
            spec.Remove("sessionAffinityConfig");
        }
        else if (spec.Text("sessionAffinity") == "ClientIP")
        {
            spec.Ensure("sessionAffinityConfig").Ensure("clientIP").Default("timeoutSeconds", 10800);
        }
    }

    /// <summary>The families of its addresses. One that has neither an address nor pods of its own may have all: somebody else gives it its endpoints.</summary>
    private static void Families(JsonObject spec)
    {
        var isFree = IsFree(spec);
        spec.Default("ipFamilyPolicy", isFree || spec.Texts("ipFamilies").Count() > 1 ? "RequireDualStack" : "SingleStack");
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        if (isFree && spec.Text("ipFamilyPolicy") != "SingleStack" && spec["ipFamilies"] is JsonArray { Count: 1 } families)
        {
            families.Add(families[0].Text() == "IPv4" ? "IPv6" : "IPv4");
        }
    }

    /// <summary>Whether a service has neither an address nor a selector.</summary>
    public static bool IsFree(JsonObject spec) => spec.Text("clusterIP") == "None" && spec["selector"] is not JsonObject { Count: > 0 };

    /// <summary>An update that leaves out what the server gave keeps it: the addresses and the node ports.</summary>
    public static void PrepareUpdate(JsonObject item, JsonObject old, DateTimeOffset now)
    {
        var (spec, before) = (item.Ensure("spec"), old["spec"] as JsonObject ?? []);
        ServiceTypeChange.Drop(item, spec, before);
        if (spec.Text("type") == "ExternalName")
        {
            return;
        }

        KeepAddresses(spec, before);
        if (ServiceReach.IsOnNodes(spec))
        {
            KeepNodePorts(spec, before);
        }

        if (ServiceReach.IsHealthChecked(spec) && ServiceReach.IsHealthChecked(before) && spec.Integer("healthCheckNodePort") is null or 0 && before["healthCheckNodePort"] is { } kept)
        {
            spec["healthCheckNodePort"] = kept.DeepClone();
        }
    }

    /// <summary>A service that says no address has the one that it had. One that says another, as a patch of the single field does, means all its addresses.</summary>
    private static void KeepAddresses(JsonObject spec, JsonObject before)
    {
        var had = before.Texts("clusterIPs").ToList();
        if (before.Text("type") != "ExternalName" && before.Text("clusterIP") is { Length: > 0 } address)
        {
            spec["clusterIP"] = spec.Text("clusterIP") is { Length: > 0 } said ? said : address;
            spec["clusterIPs"] = spec.Texts("clusterIPs").Any() ? spec["clusterIPs"]!.DeepClone() : before["clusterIPs"]?.DeepClone();
        }

        if (spec.Text("clusterIP") is { Length: > 0 } now && now != before.Text("clusterIP") && spec.Texts("clusterIPs").SequenceEqual(had))
        {
            spec["clusterIPs"] = new JsonArray(now);
        }
    }

    /// <summary>A port that says no node port has the one that the port of its name had, unless another one took that.</summary>
    private static void KeepNodePorts(JsonObject spec, JsonObject before)
    {
        var had = before.Objects("ports").ToLookup(port => port.Text("name") ?? "", port => port.Integer("nodePort"));
        var taken = spec.Objects("ports").Select(port => port.Integer("nodePort")).ToHashSet();
        foreach (var port in spec.Objects("ports").Where(port => port.Integer("nodePort") is null or 0))
        {
            if (had[port.Text("name") ?? ""].LastOrDefault() is > 0 and var kept && taken.Add(kept))
            {
                port["nodePort"] = kept;
            }
        }
    }
}
