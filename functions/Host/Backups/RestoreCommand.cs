using System.CommandLine;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store.Backups;
using CloudOrchestrator.Store.Encryption;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Host.Backups;

/// <summary><c>restore</c>: fills a new cluster's store from a backup.</summary>
internal static class RestoreCommand
{
    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the new cluster's state.", DefaultValueFactory = _ => ".data" };
        var file = new Option<string>("--file") { Description = "The backup.", Required = true };
        var replaces = new Option<string?>("--replaces")
        {
            Description = "The cluster whose place the new one takes: its data folder, or its name in the same storage account. Nothing can be written to it afterwards.",
        };
        var command = new Command("restore", "Fills the empty store of a new cluster from a backup. Interrupted, it goes on where it was when it is run again.") { data, file, replaces };
        var store = new StoreArguments();
        store.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Refusals.SayAsync("restore", async () =>
        {
            var choice = store.Choose(parsed);
            await RestoreAsync(choice, store.Cipher(parsed), parsed.GetValue(data)!, parsed.GetValue(file)!, cancellationToken).ConfigureAwait(false);
            if (parsed.GetValue(replaces) is { } replaced)
            {
                await SealAsync(choice, replaced, cancellationToken).ConfigureAwait(false);
            }
        }));
        return command;
    }

    private static async Task RestoreAsync(StoreChoice store, IDocumentCipher? cipher, string data, string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
        {
            throw new StartException($"--file {path}: there is no such file.");
        }

        try
        {
            await using var log = await OpenLog.ToWriteAsync(store, data, cancellationToken).ConfigureAwait(false);
            var summary = await new StoreRestore(log.Log, TimeProvider.System, NullLogger<StoreRestore>.Instance, cipher)
                .RestoreAsync(() => File.OpenRead(path), path, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(summary.WasDone
                ? $"{path}: restored before; nothing to do."
                : $"{path}: restored {summary.Objects} objects of {summary.Collections} collections, as of {summary.At:u}.").ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--file {path}: the backup cannot be read: {fault.Message}");
        }
    }

    private static async Task SealAsync(StoreChoice store, string replaced, CancellationToken cancellationToken)
    {
        if (store is StoreChoice.SqliteFile && !File.Exists(Path.Combine(replaced, DataFolder.StoreFile)))
        {
            throw new StartException($"--replaces {replaced}: there is no store in this folder.");
        }

        await using var log = await OpenLog.ToWriteAsync(store.Of(replaced), replaced, cancellationToken).ConfigureAwait(false);
        var seals = await StoreSeal.SealAsync(log.Log, cancellationToken).ConfigureAwait(false);
        if (seals == 0)
        {
            throw new StartException($"--replaces {replaced}: there is no cluster.");
        }

        await Console.Out.WriteLineAsync($"{replaced}: {seals} collections sealed; nothing can be written to this cluster any more.").ConfigureAwait(false);
    }
}
