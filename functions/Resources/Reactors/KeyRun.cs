namespace CloudOrchestrator.Resources.Reactors;

/// <summary>What became of one run of a key.</summary>
/// <param name="Failure">Why it did not get through; null when it did.</param>
/// <param name="Writes">How many of its writes changed something.</param>
/// <param name="LookAgainAfter">When a run that failed wants its key to be looked at again at the latest; null for when its back-off says.</param>
internal sealed record KeyRun(ReconcileFailure? Failure, int Writes, TimeSpan? LookAgainAfter = null)
{
    /// <summary>It got through, and there was nothing to do.</summary>
    public static KeyRun Idle { get; } = new(null, 0);
}
