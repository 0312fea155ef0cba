namespace CloudOrchestrator.Pods;

/// <summary>A container's attempts, for those who read its output.</summary>
/// <param name="LatestId">The engine's id of the newest attempt that was started; null if none was.</param>
/// <param name="PreviousId">The one before; null if there is none.</param>
/// <param name="WaitingReason">Why none was started.</param>
public sealed record PodContainer(string? LatestId, string? PreviousId, string WaitingReason);
