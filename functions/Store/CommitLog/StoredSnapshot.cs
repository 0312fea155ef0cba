namespace CloudOrchestrator.Store.CommitLog;

/// <summary>A collection's whole state at one revision, as the log keeps it.</summary>
/// <param name="Revision">The revision that it is.</param>
/// <param name="Time">Hybrid logical time of the commit of that revision.</param>
/// <param name="Digest">The collection's digest at that revision.</param>
/// <param name="Payload">The encoded objects.</param>
public sealed record StoredSnapshot(long Revision, long Time, ulong Digest, ReadOnlyMemory<byte> Payload);
