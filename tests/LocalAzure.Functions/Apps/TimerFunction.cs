namespace CloudOrchestrator.LocalAzure.Functions.Apps;

/// <summary>Called when a schedule says so, once for all instances.</summary>
/// <param name="Binding">The name of its data.</param>
/// <param name="Schedule">A cron expression of six fields.</param>
/// <param name="UsesMonitor">Whether its last run is kept, if the schedule is long enough.</param>
public sealed record TimerFunction(string Name, string Binding, string Schedule, bool UsesMonitor) : FunctionModel(Name);
