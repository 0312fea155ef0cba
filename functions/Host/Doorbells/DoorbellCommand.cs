using System.CommandLine;
using CloudOrchestrator.Host.Backups;
using CloudOrchestrator.Host.Certificates;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store.AzureTables.Heartbeats;

namespace CloudOrchestrator.Host.Doorbells;

/// <summary><c>doorbell</c>: writes the file with which a node's agent beats and hears of rings.</summary>
internal static class DoorbellCommand
{
    private const int ValidDaysDefault = 365;
    private const int ValidDaysMax = 3650;

    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var node = new Option<string>("--node") { Description = "Name of the node.", Required = true };
        var file = new Option<string>("--file") { Description = "The file, written over if it is there. Whoever reads it can beat for the node; it reaches nothing else.", Required = true };
        var days = new Option<int>("--valid-days") { Description = $"How many days it is good for, 1 to {ValidDaysMax}.", DefaultValueFactory = _ => ValidDaysDefault };
        var command = new Command("doorbell", "Writes the address of a node's doorbell row, signed for that row alone, to a file for the node's agent.") { node, file, days };
        var store = new StoreArguments();
        store.AddTo(command);
        command.SetAction((parsed, cancellationToken) => Refusals.SayAsync(
            "doorbell", () => WriteAsync(store.Choose(parsed), parsed.GetValue(node)!, Path.GetFullPath(parsed.GetValue(file)!), parsed.GetValue(days))));
        return command;
    }

    private static async Task WriteAsync(StoreChoice store, string node, string path, int days)
    {
        if (store is not StoreChoice.Account account)
        {
            throw new StartException("--store: only a storage account has rows for nodes; where the store is a file, agents watch the API itself.");
        }

        if (node.Length == 0)
        {
            throw new StartException("--node: the name is empty.");
        }

        if (days is < 1 or > ValidDaysMax)
        {
            throw new StartException($"--valid-days {days}: not between 1 and {ValidDaysMax}.");
        }

        var expires = TimeProvider.System.GetUtcNow().AddDays(days);
        var address = HeartbeatCredential.Create(account.Options, node, expires);
        try
        {
            PrivateFile.Write(path, address.AbsoluteUri + "\n", UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartException($"--file {path}: it cannot be written: {fault.Message}");
        }

        await Console.Out.WriteLineAsync($"{path}: the doorbell of node {node}, good until {expires:u}.").ConfigureAwait(false);
    }
}
