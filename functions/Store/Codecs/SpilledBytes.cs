namespace CloudOrchestrator.Store.Codecs;

/// <summary>Where a document's bytes are that were too many for its row.</summary>
/// <param name="Blob">The blob's name.</param>
/// <param name="Sha256">SHA-256 of the bytes, in hexadecimal.</param>
internal sealed record SpilledBytes(string Blob, string Sha256);
