using System.CommandLine;
using CloudOrchestrator.Azurite;

namespace CloudOrchestrator.LocalAzure.Commands;

/// <summary><c>install</c>: installs the storage emulator ahead, for those who may not install it later.</summary>
internal static class InstallCommand
{
    public static Command Create()
    {
        var command = new Command("install", "Installs the storage emulator below artifacts/azurite, unless it is there.");
        command.SetAction((_, cancellationToken) => RunAsync(cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (AzuriteServer.Missing is { } missing)
            {
                throw new InvalidOperationException(missing);
            }

            await AzuriteServer.InstallAsync(cancellationToken);
            return 0;
        }
        catch (Exception fault) when (fault is InvalidOperationException or IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            await Console.Error.WriteLineAsync($"install: {fault.Message}");
            return 1;
        }
    }
}
