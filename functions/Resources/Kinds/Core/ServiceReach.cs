using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Core;

/// <summary>From where the type of a service lets it be reached. A service without a type is one of type ClusterIP.</summary>
internal static class ServiceReach
{
    /// <summary>Whether nodes have ports for it.</summary>
    public static bool IsOnNodes(JsonObject spec) => spec.Text("type") is "NodePort" or "LoadBalancer";

    /// <summary>Whether it is reached from outside of the cluster.</summary>
    public static bool IsExternal(JsonObject spec) =>
        IsOnNodes(spec) || (spec.Text("type") is null or "" or "ClusterIP" && spec["externalIPs"] is JsonArray { Count: > 0 });

    /// <summary>Whether nodes tell a load balancer if they have pods of it.</summary>
    public static bool IsHealthChecked(JsonObject spec) => spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local";
}
