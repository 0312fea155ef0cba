namespace CloudOrchestrator.Resources.Reactors;

/// <summary>What became of one run of a key.</summary>
/// <param name="Failure">Why it did not get through; null when it did.</param>
/// <param name="Writes">How many of its writes changed something.</param>
internal sealed record KeyRun(string? Failure, int Writes)
{
    /// <summary>It got through, and there was nothing to do.</summary>
    public static KeyRun Idle { get; } = new(null, 0);
}
