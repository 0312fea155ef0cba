namespace CloudOrchestrator.Volumes.Files;

/// <summary>What lies at a path.</summary>
/// <remarks>The numbers are the type bits of a file's mode. Source: inode(7).</remarks>
internal enum UnixFileKind
{
    None = 0,
    CharacterDevice = 0x2000,
    Folder = 0x4000,
    BlockDevice = 0x6000,
    Regular = 0x8000,
    Socket = 0xc000,
}
