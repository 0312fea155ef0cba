namespace CloudOrchestrator.Store.Backups;

/// <summary>What a backup file is made of.</summary>
/// <remarks>A line of text that names the format; then frames, each its length (LEB128), its bytes and a SHA-256 over the hash before it and these
/// bytes, so that none can be changed, left out or moved unseen. A frame's first byte says what it is: a collection (name, revision, digest, hybrid
/// time of that revision, number of objects), a block of its objects packed together, or the end (number of collections, hybrid time of the cut).</remarks>
internal static class BackupFormat
{
    public const byte CollectionFrame = (byte)'c';
    public const byte ObjectsFrame = (byte)'o';
    public const byte EndFrame = (byte)'e';

    /// <summary>Most bytes of a frame: a block of the largest documents, and room.</summary>
    public const int FrameBytesMax = 16 * 1024 * 1024;

    /// <summary>The first line. Another version of the format changes it.</summary>
    public static ReadOnlySpan<byte> Line => "CloudOrchestrator backup 1\n"u8;
}
