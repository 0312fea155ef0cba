using System.ComponentModel;
using System.Runtime.InteropServices;

namespace CloudOrchestrator.Volumes.Files;

/// <summary>What .NET's file classes leave out: owners, kinds and mounts.</summary>
/// <remarks>Source: chown(2), rename(2), mount(2), umount2(2), statx(2), as the C library of Linux declares them.</remarks>
internal static class UnixFiles
{
    private const int DetachLazily = 2;
    private const uint Unchanged = uint.MaxValue;

    /// <summary>Gives a file or folder to a group.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void SetGroup(string path, long group) => Check(Chown(path, Unchanged, (uint)group), $"chown {path}");

    /// <summary>Gives a file or folder to a user.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void SetOwner(string path, long user) => Check(Chown(path, (uint)user, Unchanged), $"chown {path}");

    /// <summary>Puts one name in another's place at one moment; unlike .NET's own, also where the name is a link to a folder.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void Rename(string from, string to) => Check(RenameFile(from, to), $"rename {from}");

    /// <summary>Mounts memory as a file system.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void MountMemory(string path, long? sizeBytes) =>
        Check(Mount("tmpfs", path, "tmpfs", 0, sizeBytes is { } size ? $"size={size},mode=0777" : "mode=0777"), $"mount tmpfs at {path}");

    /// <summary>Unmounts whatever is mounted below a folder, innermost first.</summary>
    /// <exception cref="IOException">The kernel refused.</exception>
    public static void UnmountBelow(string folder)
    {
        foreach (var path in MountsBelow(folder).OrderByDescending(path => path.Length))
        {
            Check(Unmount(path, DetachLazily), $"umount {path}");
        }
    }

    /// <summary>Whether something is mounted at exactly this folder.</summary>
    public static bool IsMount(string path) => MountsBelow(path).Contains(path, StringComparer.Ordinal);

    /// <summary>What lies at a path, links followed.</summary>
    public static UnixFileKind Kind(string path)
    {
        const int RelativeToWorkingFolder = -100;
        const uint TypeWanted = 1;
        const int AnswerBytes = 256;
        const int ModeOffset = 28;
        const int TypeBits = 0xf000;
        var answer = new byte[AnswerBytes];
        return Statx(RelativeToWorkingFolder, path, 0, TypeWanted, answer) == 0
            ? (UnixFileKind)(BitConverter.ToUInt16(answer, ModeOffset) & TypeBits)
            : UnixFileKind.None;
    }

    private static IEnumerable<string> MountsBelow(string folder) => File.ReadLines("/proc/self/mountinfo")
        .Select(line => line.Split(' '))
        .Where(fields => fields.Length > 4)
        .Select(fields => fields[4].Replace("\\040", " ", StringComparison.Ordinal))
        .Where(path => path == folder || path.StartsWith(folder + "/", StringComparison.Ordinal))
        .ToList();

    private static void Check(int answer, string what)
    {
        if (answer != 0)
        {
            throw new IOException($"{what}: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

#pragma warning disable SYSLIB1054 // Generated marshalling would need unsafe code for these calls.
    [DllImport("libc", EntryPoint = "chown", SetLastError = true)]
    private static extern int Chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);

    [DllImport("libc", EntryPoint = "rename", SetLastError = true)]
    private static extern int RenameFile([MarshalAs(UnmanagedType.LPUTF8Str)] string from, [MarshalAs(UnmanagedType.LPUTF8Str)] string to);

    [DllImport("libc", EntryPoint = "mount", SetLastError = true)]
    private static extern int Mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string source,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string type,
        nuint flags,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string data);

    [DllImport("libc", EntryPoint = "umount2", SetLastError = true)]
    private static extern int Unmount([MarshalAs(UnmanagedType.LPUTF8Str)] string target, int flags);

    [DllImport("libc", EntryPoint = "statx", SetLastError = true)]
    private static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] answer);
#pragma warning restore SYSLIB1054
}
