namespace CloudOrchestrator.Store.Sqlite.Tests.PowerCuts;

/// <summary>Something that SQLite asked of the disk, or the test noted in between.</summary>
internal abstract record DiskEvent
{
    private DiskEvent()
    {
    }

    /// <summary>Bytes were written; they are on the disk for certain once the file is synced.</summary>
    public sealed record Write(string File, long Offset, byte[] Bytes) : DiskEvent;

    /// <summary>A file was cut to a length.</summary>
    public sealed record Truncate(string File, long Length) : DiskEvent;

    /// <summary>A file was deleted. The folder is synced with the next new file in it, and no commit is acknowledged before that.</summary>
    public sealed record Delete(string File) : DiskEvent;

    /// <summary>What was written to a file before is on the disk.</summary>
    public sealed record Sync(string File) : DiskEvent;

    /// <summary>A commit was begun whose last revision will be this.</summary>
    public sealed record Begun(long Revision) : DiskEvent;

    /// <summary>A commit was acknowledged.</summary>
    public sealed record Acknowledged(long Revision) : DiskEvent;
}
