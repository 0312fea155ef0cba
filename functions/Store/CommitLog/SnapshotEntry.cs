namespace CloudOrchestrator.Store.CommitLog;

/// <summary>A snapshot as it is listed.</summary>
/// <param name="Revision">The revision that it is.</param>
/// <param name="Time">Hybrid logical time of the commit of that revision.</param>
/// <param name="Digest">The collection's digest at that revision.</param>
/// <param name="Blob">The name of its payload, used once.</param>
/// <param name="Sha256">SHA-256 of its payload, in hexadecimal.</param>
/// <param name="Bytes">The payload's length.</param>
public sealed record SnapshotEntry(long Revision, long Time, ulong Digest, string Blob, string Sha256, long Bytes);
