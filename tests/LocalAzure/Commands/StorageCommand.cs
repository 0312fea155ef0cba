using System.CommandLine;
using System.Security.Cryptography;
using CloudOrchestrator.Azurite;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary><c>storage</c>: the storage account, a process of its own, so that it outlives the compute as in Azure.</summary>
internal static class StorageCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of the account's data and of the file storage.connection.", Required = true };
        var noInstall = new Option<bool>("--no-install") { Description = "Fail if the emulator is not installed." };
        var command = new Command("storage", "Runs a storage account until told to stop.") { data, noInstall };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, !parsed.GetValue(noInstall), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string data, bool mayInstall, CancellationToken cancellationToken)
    {
        try
        {
            if (AzuriteServer.Missing is { } missing)
            {
                throw new InvalidOperationException(missing);
            }

            if (!mayInstall && !AzuriteServer.IsInstalled)
            {
                throw new InvalidOperationException("Azurite is not installed below artifacts/azurite, and --no-install forbids to.");
            }

            var folder = Directory.CreateDirectory(Path.Combine(data, "azurite"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute).FullName;
            var key = SecretFile.ReadOrWrite(Path.Combine(data, "storage.key"), () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(64)));
            await using var azurite = await AzuriteServer.StartAsync(cancellationToken, folder, key);
            SecretFile.Write(Path.Combine(data, "storage.connection"), azurite.ConnectionString);
            await Console.Out.WriteLineAsync("The storage account is there");
            await azurite.EndedAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!cancellationToken.IsCancellationRequested)
            {
                throw new InvalidOperationException("the emulator ended unasked.");
            }

            await azurite.StopAsync(CancellationToken.None);
            return 0;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 0;
        }
        catch (Exception fault) when (fault is InvalidOperationException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"storage: {fault.Message}");
            return 1;
        }
    }
}
