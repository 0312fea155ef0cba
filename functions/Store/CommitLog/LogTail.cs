namespace CloudOrchestrator.Store.CommitLog;

/// <summary>The end of a log.</summary>
/// <param name="Rows">The rows asked for, in order.</param>
/// <param name="Head">The head; equal to the last row's where there is one, but for the seal.</param>
public sealed record LogTail(IReadOnlyList<CommitRow> Rows, LogHead Head);
