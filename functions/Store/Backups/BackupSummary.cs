namespace CloudOrchestrator.Store.Backups;

/// <summary>What was backed up, or restored.</summary>
/// <param name="Collections">How many collections.</param>
/// <param name="Objects">How many objects in all.</param>
/// <param name="At">The moment whose state it is, by the clocks of those who committed.</param>
/// <param name="WasDone">Of a restore: whether it had been done before, so that nothing was left to do.</param>
public sealed record BackupSummary(int Collections, long Objects, DateTimeOffset At, bool WasDone = false);
