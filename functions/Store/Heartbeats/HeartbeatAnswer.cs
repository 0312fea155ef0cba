namespace CloudOrchestrator.Store.Heartbeats;

/// <summary>What a beat answers.</summary>
/// <param name="Tag">To be given with the next beat.</param>
/// <param name="HasNews">Whether the machine was rung since its last beat, or may have been.</param>
public sealed record HeartbeatAnswer(string Tag, bool HasNews);
