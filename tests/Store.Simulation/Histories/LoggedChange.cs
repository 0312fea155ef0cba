namespace CloudOrchestrator.Store.Simulation.Histories;

/// <summary>One change of the collection.</summary>
/// <param name="Revision">Its revision.</param>
/// <param name="Key">The key changed.</param>
/// <param name="Value">Its new value; null for a deletion.</param>
internal sealed record LoggedChange(long Revision, string Key, string? Value);
