using System.Collections.Frozen;

namespace CloudOrchestrator.Resources.Writing;

/// <summary>What a dry run takes for there, since what it rehearses makes it first.</summary>
/// <param name="Namespaces">Names of namespaces.</param>
/// <param name="Definitions">Names of custom resource definitions.</param>
public sealed record Rehearsal(IReadOnlySet<string> Namespaces, IReadOnlySet<string> Definitions)
{
    /// <summary>Nothing is taken for there.</summary>
    public static Rehearsal None { get; } = new(FrozenSet<string>.Empty, FrozenSet<string>.Empty);
}
