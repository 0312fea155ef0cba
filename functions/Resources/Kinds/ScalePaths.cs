namespace CloudOrchestrator.Resources.Kinds;

/// <summary>Where in a document its Scale finds its values: paths of member names.</summary>
/// <param name="Replicas">The number wanted.</param>
/// <param name="StatusReplicas">The number there is.</param>
/// <param name="Selector">The selector, an object or its text; null for none.</param>
public sealed record ScalePaths(IReadOnlyList<string> Replicas, IReadOnlyList<string> StatusReplicas, IReadOnlyList<string>? Selector)
{
    /// <summary>Those of the built-in workloads.</summary>
    public static ScalePaths Workload { get; } = new(["spec", "replicas"], ["status", "replicas"], ["spec", "selector"]);
}
