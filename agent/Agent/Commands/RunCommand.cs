using System.CommandLine;
using System.Net;

namespace CloudOrchestrator.Agent.Commands;

/// <summary><c>run</c>: the agent itself.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        var kubeconfig = new Option<string>("--kubeconfig") { Description = "File that says how to reach the API, and as whom.", Required = true };
        var node = CommonOptions.NodeName();
        var data = CommonOptions.Data();
        var engine = CommonOptions.Engine();
        var pki = CommonOptions.Pki();
        var listen = new Option<string?>("--node-api-listen")
        {
            Description = "IP address and port where the API server reads logs; port 0 takes a free one (default: the node's address, port 0).",
        };
        var address = new Option<string?>("--node-ip")
        {
            Description = "The node's IP address (default: the one of --node-api-listen, or that of this machine's default route).",
        };
        var doorbell = new Option<string?>("--doorbell")
        {
            Description = "File with the address of the node's doorbell row, as the control plane's doorbell command writes it (default: the API itself is watched).",
        };
        var command = new Command("run", "Registers this node and runs its pods until told to stop; the pods keep running.") { kubeconfig, node, data, engine, listen, address, pki, doorbell };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var listenAddress = parsed.GetValue(listen) is { } given ? ParseListen(given) : null;
                var nodeAddress = parsed.GetValue(address) is { } ip ? ParseAddress(ip)
                    : listenAddress is not null && !IPAddress.Any.Equals(listenAddress.Address) && !IPAddress.IPv6Any.Equals(listenAddress.Address) ? listenAddress.Address
                    : MachineAddress.OfDefaultRoute();
                await AgentHost.RunAsync(
                    new AgentOptions(
                        parsed.GetValue(kubeconfig)!,
                        parsed.GetValue(node)!,
                        Path.GetFullPath(parsed.GetValue(data)!),
                        CommonOptions.ParseEngine(parsed.GetValue(engine)!),
                        listenAddress ?? new IPEndPoint(nodeAddress, 0),
                        nodeAddress.ToString(),
                        parsed.GetValue(pki)!,
                        parsed.GetValue(doorbell) is { } file ? DoorbellFile.Read(file, parsed.GetValue(node)!) : null),
                    cancellationToken).ConfigureAwait(false);
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

    private static IPEndPoint ParseListen(string text) =>
        IPEndPoint.TryParse(text, out var point) && text.Contains(':', StringComparison.Ordinal)
            ? point
            : throw new StartException($"--node-api-listen {text}: not an IP address and port such as 127.0.0.1:0.");

    private static IPAddress ParseAddress(string text) =>
        IPAddress.TryParse(text, out var address) ? address : throw new StartException($"--node-ip {text}: not an IP address.");
}
