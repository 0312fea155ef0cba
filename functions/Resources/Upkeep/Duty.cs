namespace CloudOrchestrator.Resources.Upkeep;

/// <summary>What is to be done now and then by one process of the cluster, whichever.</summary>
/// <param name="Name">What it is called; fixed for ever.</param>
/// <param name="Every">How long it is done after it was.</param>
/// <param name="Condition">It is due too when this differs from what it was when it was done, such as the version of the program.</param>
/// <param name="AgainAfter">How long after it was done for a new condition it is done once more; null for only when it is due anyway.</param>
public sealed record Duty(string Name, TimeSpan Every, string Condition = "", TimeSpan? AgainAfter = null);
