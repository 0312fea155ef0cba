using System.CommandLine;
using System.Net;

namespace CloudOrchestrator.Agent;

/// <summary><c>run</c>: looks after the node's pods until told to stop.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var kubeconfig = new Option<string>("--kubeconfig") { Description = "The agent's kubeconfig.", Required = true };
        var nodeApi = new Option<string>("--node-api-listen") { Description = "IP address and port of the node's own API; port 0 takes a free one.", DefaultValueFactory = _ => "127.0.0.1:0" };
        var command = new Command("run", "Registers the node and runs its pods.")
        {
            kubeconfig, CommonOptions.NodeName, CommonOptions.Data, CommonOptions.Engine, nodeApi, CommonOptions.Pki,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var listen = parsed.GetValue(nodeApi)!;
                var options = new AgentOptions(
                    parsed.GetValue(kubeconfig)!,
                    parsed.GetValue(CommonOptions.NodeName)!,
                    Path.GetFullPath(parsed.GetValue(CommonOptions.Data)!),
                    CommonOptions.ParseEngine(parsed.GetValue(CommonOptions.Engine)!),
                    IPEndPoint.TryParse(listen, out var endpoint) ? endpoint : throw new StartException($"--node-api-listen {listen}: not an IP address and port such as 127.0.0.1:0."),
                    parsed.GetValue(CommonOptions.Pki)!);
                await NodeAgent.RunAsync(options, cancellationToken).ConfigureAwait(false);
                return 0;
            }
            catch (StartException fault)
            {
                await Console.Error.WriteLineAsync($"agent: {fault.Message}").ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }
}
