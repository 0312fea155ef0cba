namespace CloudOrchestrator.Store.Heartbeats;

/// <summary>When a machine last said that it lives.</summary>
/// <param name="Name">The machine's name.</param>
/// <param name="Age">How long ago, by the clock of the service that keeps the row.</param>
/// <param name="IsRung">Whether there is news that the machine has not been told of.</param>
public sealed record Heartbeat(string Name, TimeSpan Age, bool IsRung);
