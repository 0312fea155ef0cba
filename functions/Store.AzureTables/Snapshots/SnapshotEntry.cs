namespace CloudOrchestrator.Store.AzureTables.Snapshots;

/// <summary>A snapshot as the row <c>s</c> lists it.</summary>
/// <param name="Revision">The revision that it is.</param>
/// <param name="Time">Hybrid logical time of the commit of that revision.</param>
/// <param name="Digest">The collection's digest at that revision.</param>
/// <param name="Blob">The blob's name.</param>
/// <param name="Sha256">SHA-256 of the blob's bytes, in hexadecimal.</param>
internal sealed record SnapshotEntry(long Revision, long Time, ulong Digest, string Blob, string Sha256);
