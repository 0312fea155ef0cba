namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary>Files that their owner alone may read.</summary>
internal static class SecretFile
{
    /// <summary>What is in the file, which is written first if it is not there.</summary>
    public static string ReadOrWrite(string path, Func<string> content)
    {
        if (!File.Exists(path))
        {
            Write(path, content());
        }

        return File.ReadAllText(path).Trim();
    }

    /// <summary>Replaces a file whole.</summary>
    public static void Write(string path, string content)
    {
        var beside = path + ".new";
        File.Delete(beside);
        using (var writer = new StreamWriter(beside, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite }))
        {
            writer.WriteLine(content);
        }

        File.Move(beside, path, overwrite: true);
    }
}
