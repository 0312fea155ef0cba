using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>How long containers have between being asked to end and being made to.</summary>
internal static class Graces
{
    /// <summary>Where the pod says nothing.</summary>
    public static readonly TimeSpan Default = TimeSpan.FromSeconds(30);

    /// <summary>Of a pod whose object is gone: somebody meant it to be quick.</summary>
    public static readonly TimeSpan Removed = TimeSpan.FromSeconds(1);

    public static TimeSpan OfSpec(V1Pod? pod) =>
        pod?.Spec.TerminationGracePeriodSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Default;
}
