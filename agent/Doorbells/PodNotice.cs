using k8s.Models;

namespace CloudOrchestrator.Doorbells;

/// <summary>What the control plane says of a node's pods.</summary>
public abstract record PodNotice
{
    private PodNotice()
    {
    }

    /// <summary>All pods of the node: one that is not among them is gone.</summary>
    /// <param name="Pods">The pods.</param>
    public sealed record Listed(IReadOnlyList<V1Pod> Pods) : PodNotice;

    /// <summary>A pod is new or changed.</summary>
    /// <param name="Pod">As it is now.</param>
    public sealed record Changed(V1Pod Pod) : PodNotice;

    /// <summary>A pod is gone.</summary>
    /// <param name="Pod">As it was last.</param>
    public sealed record Removed(V1Pod Pod) : PodNotice;
}
