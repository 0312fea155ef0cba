namespace CloudOrchestrator.Runtimes;

/// <summary>Which part of a container's output is asked for.</summary>
/// <param name="Follow">Go on until the container ends.</param>
/// <param name="TailLines">Only the last so many lines; null means all.</param>
/// <param name="Since">Only what was written at or after this time.</param>
/// <param name="Timestamps">Each line begins with its time.</param>
public sealed record LogQuery(bool Follow, long? TailLines, DateTimeOffset? Since, bool Timestamps);
