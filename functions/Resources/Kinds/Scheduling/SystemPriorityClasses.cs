using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

/// <summary>The classes of priority that every cluster has: what keeps nodes and the cluster going names them.</summary>
public static class SystemPriorityClasses
{
    /// <summary>Value of the class of what the cluster cannot do without.</summary>
    public const long ClusterCritical = 2_000_000_000;

    /// <summary>Value of the class of what its node cannot do without.</summary>
    public const long NodeCritical = ClusterCritical + 1000;

    private const string ClusterName = "system-cluster-critical";
    private const string NodeName = "system-node-critical";

    /// <summary>They as they are created.</summary>
    public static IEnumerable<JsonObject> All() =>
    [
        Class(ClusterName, ClusterCritical, "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
        Class(NodeName, NodeCritical, "Used for system critical pods that must not be moved from their current node."),
    ];

    /// <summary>The value that a class of this name has; null for one that the system does not know.</summary>
    public static long? ValueOf(string name) => name switch
    {
        ClusterName => ClusterCritical,
        NodeName => NodeCritical,
        _ => null,
    };

    /// <summary>Why a class may not be deleted; null where it may.</summary>
    internal static string? WhyKept(string name) => ValueOf(name) is null ? null : "this is a system priority class and cannot be deleted";

    private static JsonObject Class(string name, long value, string description) =>
        new() { ["metadata"] = new JsonObject { ["name"] = name }, ["value"] = value, ["description"] = description };
}
