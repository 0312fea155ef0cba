namespace CloudOrchestrator.Store.Simulation.Histories;

/// <summary>What an answer says about the collection at one revision.</summary>
/// <param name="Revision">The revision.</param>
/// <param name="Key">The key it is about; null for all of them.</param>
/// <param name="Value">The key's value then, null for none; of all keys, "key=value" in key order, one a line.</param>
/// <param name="Writes">The answer says that its own write is this revision's change.</param>
/// <param name="By">Who got the answer, and to what.</param>
internal sealed record Claim(long Revision, string? Key, string? Value, bool Writes, string By);
