using System.CommandLine;
using CloudOrchestrator.Host.Processes;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.SingleMachine;

/// <summary><c>serve</c>: the control plane of one machine.</summary>
internal static class ServeCommand
{
    private const string DefaultListen = "127.0.0.1:6443";

    /// <summary>The command as the command line offers it.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of all state.", DefaultValueFactory = _ => ".data" };
        var listen = new Option<string>("--listen") { Description = "IP address and port of the API; port 0 takes a free one.", DefaultValueFactory = _ => DefaultListen };
        var kubeconfig = new Option<string?>("--kubeconfig") { Description = "Where to write the administrator's kubeconfig (default: kubeconfig in the data folder)." };
        var node = new Option<string>("--node-name") { Description = "Name of the one node that may join (default: this machine's name).", DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant() };
        var endWithParent = new Option<bool>("--end-with-parent") { Description = "End when the process that started this one is gone." };
        var command = new Command("serve", "Runs the control plane of one machine.") { data, listen, kubeconfig, node, endWithParent };
        var store = new StoreArguments();
        store.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                if (parsed.GetValue(endWithParent))
                {
                    ParentProcess.EndWithIt();
                }

                var folder = parsed.GetValue(data)!;
                await ControlPlane.RunAsync(
                    new ServeOptions(
                        folder,
                        ListenAddress.Parse(parsed.GetValue(listen)!),
                        parsed.GetValue(kubeconfig) ?? Path.Combine(folder, "kubeconfig"),
                        parsed.GetValue(node)!,
                        store.Choose(parsed),
                        store.Cipher(parsed)),
                    cancellationToken).ConfigureAwait(false);
                return 0;
            }
            catch (Exception fault) when (fault is StartException or StoreException or InvalidDataException)
            {
                await Console.Error.WriteLineAsync($"control plane: {fault.Message}").ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }
}
