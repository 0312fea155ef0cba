namespace CloudOrchestrator.Store;

/// <summary>An opaque document as a collection keeps it.</summary>
/// <param name="Bytes">The content. Never holds its own revision.</param>
/// <param name="RevisionOffset">Byte offset in <paramref name="Bytes"/> at which a reader splices in the revision; -1 where none is wanted.</param>
/// <param name="ExpiresAt">When the store may delete the object by itself; null for never.</param>
public sealed record Document(ReadOnlyMemory<byte> Bytes, int RevisionOffset, DateTimeOffset? ExpiresAt = null)
{
    /// <summary>Whether the bytes are as they are stored, and not what was put.</summary>
    internal bool IsEncrypted { get; init; }
}
