using System.CommandLine;

namespace CloudOrchestrator.Agent.Commands;

/// <summary>Options that both commands take.</summary>
internal static class CommonOptions
{
    public static Option<string> NodeName() => new("--node-name")
    {
        Description = "Name of the node (default: this machine's name).",
        DefaultValueFactory = _ => Environment.MachineName.ToLowerInvariant(),
    };

    public static Option<string> Data() => new("--data") { Description = "Folder of the agent's own: volumes and the cluster's id.", DefaultValueFactory = _ => ".data/agent" };

    public static Option<string> Engine() => new("--docker-host")
    {
        Description = "Where the Docker engine listens.",
        DefaultValueFactory = _ => "unix:///var/run/docker.sock",
    };

    public static Option<string> Pki() => new("--pki") { Description = "Folder with node.crt, node.key and ca.crt.", DefaultValueFactory = _ => ".data/pki" };

    /// <exception cref="StartException">It is no address.</exception>
    public static Uri ParseEngine(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address)
        ? address
        : throw new StartException($"--docker-host {text}: not an address such as unix:///var/run/docker.sock.");
}
