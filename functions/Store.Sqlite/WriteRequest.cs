using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Work for the one writer thread.</summary>
/// <param name="Run">Runs inside the transaction; answers what to tell the caller once it is durable.</param>
/// <param name="Done">Where to tell it.</param>
internal sealed record WriteRequest(Func<AppendOutcome> Run, TaskCompletionSource<AppendOutcome> Done);
