using System.Text.Json.Nodes;

namespace CloudOrchestrator.Resources.Kinds.Scheduling;

/// <summary>The classes of priority that every cluster has, for what the cluster itself runs by.</summary>
public static class SystemPriorityClasses
{
    /// <summary>What a request to delete one is told.</summary>
    private const string Undeletable = "this is a system priority class and cannot be deleted";

    /// <summary>Their names, the greater priority first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["system-node-critical", "system-cluster-critical"];

    /// <summary>The value of a class; null for one that is not a system's.</summary>
    public static long? ValueOf(string name) => name == Names[0] ? 2_000_001_000 : name == Names[1] ? 2_000_000_000 : null;

    /// <summary>A fresh document of a class.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public static JsonObject Document(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["value"] = ValueOf(name),
        ["description"] = name == Names[0]
            ? "Used for system critical pods that must not be moved from their current node."
            : "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.",
    };

    /// <summary>The names, with what a request to delete them is told.</summary>
    internal static IReadOnlyDictionary<string, string> Deletions() => Names.ToDictionary(name => name, _ => Undeletable);
}
