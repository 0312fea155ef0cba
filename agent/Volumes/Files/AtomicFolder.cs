namespace CloudOrchestrator.Volumes.Files;

/// <summary>
/// A folder whose files all change at one moment: they lie in a folder of their own, <c>..data</c> is a link to it, and what
/// readers open are links through <c>..data</c>. A change writes a new folder and renames one link.
/// </summary>
internal static class AtomicFolder
{
    private const string DataLink = "..data";
    private const string NextLink = "..data_next";

    /// <summary>Makes the folder hold exactly these files.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="files">What it shall hold.</param>
    /// <param name="group">The group that may read them; null leaves the group alone.</param>
    /// <returns>False if it held them already.</returns>
    public static bool Write(string root, IReadOnlyCollection<VolumeFile> files, long? group)
    {
        Directory.CreateDirectory(root);
        var dataLink = Path.Combine(root, DataLink);
        var previous = new DirectoryInfo(dataLink).LinkTarget;
        if (previous is not null && Holds(Path.Combine(root, previous), files))
        {
            return false;
        }

        // 1. A new folder with the new content; a version that was cut off half-way is written over.
        var version = NextVersion(previous);
        var folder = Path.Combine(root, version);
        DeleteFolder(folder);
        WriteVersion(folder, files, group);

        // 2. The one moment at which readers go over.
        var nextLink = Path.Combine(root, NextLink);
        File.Delete(nextLink);
        File.CreateSymbolicLink(nextLink, version);
        UnixFiles.Rename(nextLink, dataLink);

        // 3. The links that readers use, and the old version.
        LinkNames(root, files);
        foreach (var old in Directory.EnumerateDirectories(root, "..v*").Where(old => Path.GetFileName(old) != version))
        {
            DeleteFolder(old);
        }

        return true;
    }

    private static string NextVersion(string? previous) =>
        previous is not null && previous.StartsWith("..v", StringComparison.Ordinal) && long.TryParse(previous.AsSpan(3), out var number)
            ? $"..v{number + 1}"
            : "..v1";

    private static bool Holds(string folder, IReadOnlyCollection<VolumeFile> files)
    {
        if (!Directory.Exists(folder))
        {
            return false;
        }

        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Count();
        return present == files.Count && files.All(file => SameContent(Path.Combine(folder, file.Path), file));
    }

    private static bool SameContent(string path, VolumeFile file) =>
        File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(file.Content);

    private static void WriteVersion(string folder, IReadOnlyCollection<VolumeFile> files, long? group)
    {
        MakeFolder(folder, group);
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Path);
            MakeFolder(Path.GetDirectoryName(path)!, group);
            File.WriteAllBytes(path, file.Content);
            File.SetUnixFileMode(path, (UnixFileMode)(group is null ? file.Mode : file.Mode | (file.Mode & 0x100) >> 3));
            if (group is { } owner)
            {
                UnixFiles.SetGroup(path, owner);
            }
        }
    }

    private static void MakeFolder(string folder, long? group)
    {
        const UnixFileMode Readable =
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        if (Directory.Exists(folder))
        {
            return;
        }

        Directory.CreateDirectory(folder);
        File.SetUnixFileMode(folder, Readable);
        if (group is { } owner)
        {
            UnixFiles.SetGroup(folder, owner);
        }
    }

    private static void LinkNames(string root, IReadOnlyCollection<VolumeFile> files)
    {
        var wanted = files.Select(file => file.Path.Split('/')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var name in wanted)
        {
            var link = Path.Combine(root, name);
            if (new FileInfo(link).LinkTarget is null)
            {
                File.CreateSymbolicLink(link, Path.Combine(DataLink, name));
            }
        }

        foreach (var link in new DirectoryInfo(root).EnumerateFileSystemInfos().Where(entry => entry.LinkTarget is not null && entry.Name != DataLink && !wanted.Contains(entry.Name)))
        {
            File.Delete(link.FullName);
        }
    }

    private static void DeleteFolder(string folder)
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
