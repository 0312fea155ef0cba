namespace CloudOrchestrator.Store.Encryption;

/// <summary>A key that documents are encrypted with.</summary>
/// <param name="Name">Stored with each document, so that its key is found again: 1 to 255 characters of printable ASCII.</param>
/// <param name="Secret">16, 24 or 32 bytes.</param>
public sealed record CipherKey(string Name, ReadOnlyMemory<byte> Secret);
