using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>A service whose type changes loses what only its former type has, as far as the update left that as it was. What the update changed stays, and is judged.</summary>
internal static class ServiceTypeChange
{
    private static readonly string[] OfAddress = ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"];
    private static readonly string[] OfBalancer = ["allocateLoadBalancerNodePorts", "loadBalancerClass"];

    public static void Drop(JsonObject item, JsonObject spec, JsonObject before)
    {
        if (spec.Text("type") == "ExternalName" && before.Text("type") != "ExternalName")
        {
            DropSame(spec, before, OfAddress);
        }

        if (ServiceReach.IsOnNodes(before) && !ServiceReach.IsOnNodes(spec))
        {
            ReleaseNodePorts(spec, before);
        }

        if (before.Text("type") == "LoadBalancer" && spec.Text("type") != "LoadBalancer")
        {
            DropSame(spec, before, OfBalancer);
            item.Ensure("status")["loadBalancer"] = new JsonObject();
        }

        if (ServiceReach.IsHealthChecked(before) && !ServiceReach.IsHealthChecked(spec))
        {
            DropSame(spec, before, "healthCheckNodePort");
        }

        if (ServiceReach.IsExternal(before) && !ServiceReach.IsExternal(spec))
        {
            DropSame(spec, before, "externalTrafficPolicy");
        }
    }

    /// <summary>A service that is no longer reached through nodes gives back the ports it still names from before.</summary>
    private static void ReleaseNodePorts(JsonObject spec, JsonObject before)
    {
        var given = before.Objects("ports").Select(port => port.Integer("nodePort")).ToHashSet();
        foreach (var port in spec.Objects("ports").Where(port => given.Contains(port.Integer("nodePort"))))
        {
            port.Remove("nodePort");
        }
    }

    private static void DropSame(JsonObject spec, JsonObject before, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (JsonNode.DeepEquals(spec[name], before[name]))
            {
                spec.Remove(name);
            }
        }
    }
}
