namespace CloudOrchestrator.Store.CommitLog;

/// <summary>One commit as the log keeps it.</summary>
/// <param name="FirstRevision">The revision of its first change.</param>
/// <param name="LastRevision">The revision of its last change; equal to the first for a commit without changes.</param>
/// <param name="Commit">The commit's id, drawn by its writer: by it a writer knows its own commit again.</param>
/// <param name="Time">Hybrid logical time: milliseconds since 1970 times 65,536, plus a counter.</param>
/// <param name="Digest">The collection's digest after it.</param>
/// <param name="Format">Row format number.</param>
/// <param name="Payload">The encoded changes.</param>
public sealed record CommitRow(
    long FirstRevision,
    long LastRevision,
    Guid Commit,
    long Time,
    ulong Digest,
    int Format,
    ReadOnlyMemory<byte> Payload)
{
    /// <summary>The head that the log has once this row is its last.</summary>
    public LogHead Head => new(LastRevision, Commit, Digest, Format);
}
