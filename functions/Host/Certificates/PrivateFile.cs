using System.Text;

namespace CloudOrchestrator.Host.Certificates;

/// <summary>Writes files that hold secrets.</summary>
internal static class PrivateFile
{
    /// <summary>Replaces a file whole, with this mode from its first byte on.</summary>
    /// <remarks>Written beside and renamed, so that neither a crash nor a reader meets half a file.</remarks>
    public static void Write(string path, string content, UnixFileMode mode)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Directory.CreateDirectory(folder);
        var beside = Path.Combine(folder, $".{Path.GetFileName(path)}.new");
        File.Delete(beside);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode };
        using (var writer = new StreamWriter(beside, options))
        {
            writer.Write(content);
            writer.Flush();
            ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    /// <summary>Writes a file unless it is there as it is to be: a full disk keeps nobody from starting who has nothing to say.</summary>
    /// <remarks>Either way it is of now, by which those who wait for it know that it is right.</remarks>
    public static void Keep(string path, string content, UnixFileMode mode, TimeProvider time)
    {
        try
        {
            if (Holds(path, content, mode))
            {
                File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
                return;
            }
        }
        catch (UnauthorizedAccessException)
        {
            // It is somebody else's, and so replaced where the folder may be written.
        }

        Write(path, content, mode);
        File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
    }

    private static bool Holds(string path, string content, UnixFileMode mode)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        var file = new FileInfo(path);
        return file.Exists && file.Length == bytes.Length && file.UnixFileMode == mode && File.ReadAllBytes(path).AsSpan().SequenceEqual(bytes);
    }
}
