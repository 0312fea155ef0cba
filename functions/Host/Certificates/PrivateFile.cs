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
}
