using System.CommandLine;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.Encryption;

namespace CloudOrchestrator.Host.Backups;

/// <summary><c>backup</c>: writes all that a cluster's store holds to one file, while it is served.</summary>
internal static class BackupCommand
{
    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the cluster's state.", DefaultValueFactory = _ => ".data" };
        var file = new Option<string>("--file") { Description = "The backup, which must not be there yet. It holds all secrets of the cluster.", Required = true };
        var command = new Command("backup", "Writes the whole state of a cluster to one file; the cluster may be running.") { data, file };
        var store = new StoreArguments();
        store.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Refusals.SayAsync(
            "backup", () => SaveAsync(store.Choose(parsed), store.Cipher(parsed), parsed.GetValue(data)!, Path.GetFullPath(parsed.GetValue(file)!), cancellationToken)));
        return command;
    }

    private static async Task SaveAsync(StoreChoice store, IDocumentCipher? cipher, string data, string path, CancellationToken cancellationToken)
    {
        if (File.Exists(path))
        {
            throw new StartException($"--file {path}: there is such a file already; a backup is not written over.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new StartException($"--file {path}: there is no such folder.");
        }

        var partial = path + ".partial";
        try
        {
            BackupSummary summary;
            await using (var log = OpenLog.ToRead(store, data, path))
            await using (var file = Open(partial))
            {
                summary = await StoreBackup.SaveAsync(log.Log, file, cipher, cancellationToken).ConfigureAwait(false);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path);
            await Console.Out.WriteLineAsync($"{path}: {summary.Objects} objects of {summary.Collections} collections, as of {summary.At:u}.").ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--file {path}: the backup cannot be written: {fault.Message}");
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>For nobody else to read, from the beginning.</summary>
    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.Create,
        Access = FileAccess.Write,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
