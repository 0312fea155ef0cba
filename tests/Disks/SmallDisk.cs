using System.Diagnostics;

namespace CloudOrchestrator.Disks;

/// <summary>A small disk that only the processes started on it see: a file system in memory, mounted in a namespace of its own. It is gone with this object.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private const string Filler = "filler";

    /// <summary>Mounts it, then does what it is told, a line at a time.</summary>
    private const string Script = "mount -t tmpfs -o size=\"$2\" tmpfs \"$1\" && echo done || exit 1; while read -r line; do eval \"$line\" && echo done || echo failed; done";

    private readonly Process _holder;

    private SmallDisk(string path, Process holder)
    {
        Path = path;
        _holder = holder;
    }

    /// <summary>Why there can be no such disk here; null if there can.</summary>
    public static string? Missing { get; } = Try();

    /// <summary>Where the processes on it see it.</summary>
    public string Path { get; }

    /// <summary>Where this process sees it.</summary>
    public string Outside => $"/proc/{_holder.Id}/root{Path}";

    private static bool IsRoot => Environment.UserName == "root";

    /// <param name="bytes">Its size.</param>
    public static async Task<SmallDisk> MountAsync(int bytes)
    {
        var path = Directory.CreateTempSubdirectory("small-disk-").FullName;
        string[] user = IsRoot ? [] : ["--map-root-user"];
        var start = new ProcessStartInfo("unshare", ["--mount", .. user, "sh", "-c", Script, "small-disk", path, $"{bytes}"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var disk = new SmallDisk(path, Process.Start(start)!);
        await disk.DoneAsync("mounted");
        return disk;
    }

    /// <summary>How to start a program that sees the disk.</summary>
    public ProcessStartInfo Command(string program, params string[] arguments)
    {
        string[] user = IsRoot ? [] : ["--user", "--preserve-credentials"];
        return new ProcessStartInfo("nsenter", ["--target", $"{_holder.Id}", "--mount", .. user, program, .. arguments]);
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        var zeros = new byte[4096];
        try
        {
            using var filler = new FileStream(System.IO.Path.Combine(Outside, Filler), FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true)
            {
                filler.Write(zeros);
            }
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Takes so much space.</summary>
    public void Fill(int bytes) => File.WriteAllBytes(System.IO.Path.Combine(Outside, Filler), new byte[bytes]);

    /// <summary>Gives the space back.</summary>
    public void Free() => File.Delete(System.IO.Path.Combine(Outside, Filler));

    /// <summary>Takes no writes any more. Nobody may have a file open to write.</summary>
    public async Task MakeReadOnlyAsync()
    {
        await _holder.StandardInput.WriteLineAsync($"mount -o remount,ro {Path}");
        await DoneAsync("made read-only");
    }

    public async ValueTask DisposeAsync()
    {
        _holder.Kill();
        await _holder.WaitForExitAsync();
        _holder.Dispose();
        Directory.Delete(Path);
    }

    private static string? Try()
    {
        try
        {
            string[] user = IsRoot ? [] : ["--map-root-user"];
            using var trial = Process.Start(new ProcessStartInfo("unshare", ["--mount", .. user, "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true })!;
            trial.StandardError.ReadToEnd();
            trial.WaitForExit();
            return trial.ExitCode == 0 ? null : "a file system cannot be mounted in a namespace of its own here";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "unshare is missing";
        }
    }

    private async Task DoneAsync(string what)
    {
        if (await _holder.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is not "done")
        {
            throw new InvalidOperationException($"The small disk at {Path} was not {what}.");
        }
    }
}
