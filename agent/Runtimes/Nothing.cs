namespace CloudOrchestrator.Runtimes;

/// <summary>The answer of a call that only acts.</summary>
public readonly record struct Nothing;
