using System.CommandLine;
using System.Net;
using CloudOrchestrator.Host.SingleMachine;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Preparing;

/// <summary><c>prepare</c>: makes what a cluster in a storage account needs before its first process starts.</summary>
internal static class PrepareCommand
{
    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder for certificates, tokens and kubeconfigs; what is there is kept.", DefaultValueFactory = _ => ".data" };
        var server = new Option<string>("--server") { Description = "Address at which clients reach the API, such as https://127.0.0.1:6443.", Required = true };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where to write the administrator's kubeconfig (default: kubeconfig in the data folder)." };
        var node = new Option<string>("--node-name") { Description = "Name of the one node that may join (default: this machine's name).", DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant() };
        var command = new Command("prepare", "Makes table, container, certificates and tokens of a cluster in a storage account.") { data, server, kubeconfig, node };
        var store = new StoreArguments();
        store.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var folder = parsed.GetValue(data)!;
                var cluster = new PreparedCluster(folder, Server(parsed.GetValue(server)!), parsed.GetValue(kubeconfig) ?? Path.Combine(folder, "kubeconfig"), parsed.GetValue(node)!);
                await cluster.PrepareAsync(store.Choose(parsed), cancellationToken).ConfigureAwait(false);
                return 0;
            }
            catch (Exception fault) when (fault is StartException or StoreException or InvalidDataException or IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync($"prepare: {fault.Message}").ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }

    private static Uri Server(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var server) && server.Scheme == Uri.UriSchemeHttps && IPAddress.TryParse(server.Host.Trim('[', ']'), out _)
            ? server
            : throw new StartException($"--server {text}: not an https address with an IP address and a port, such as https://127.0.0.1:6443.");
}
