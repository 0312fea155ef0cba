using System.CommandLine;
using System.Net;

namespace CloudOrchestrator.Agent;

/// <summary>What the agent is told.</summary>
internal sealed record AgentOptions(string Kubeconfig, string NodeName, string DataFolder, Uri Engine, IPEndPoint NodeApi, string PkiFolder);

/// <summary>The agent cannot start for a reason that its user can mend; the message is one line that says what and where.</summary>
internal sealed class StartException(string message) : Exception(message);

/// <summary>The options that both commands share.</summary>
internal static class CommonOptions
{
    public static Option<string> NodeName { get; } = new("--node-name") { Description = "The node's name.", Required = true };

    public static Option<string> Data { get; } = new("--data") { Description = "Folder for the agent's files.", Required = true };

    public static Option<string> Engine { get; } = new("--docker-host") { Description = "Where the container engine listens.", DefaultValueFactory = _ => "unix:///var/run/docker.sock" };

    public static Option<string> Pki { get; } = new("--pki") { Description = "Folder with node.crt, node.key and ca.crt.", DefaultValueFactory = _ => "pki" };

    public static Uri ParseEngine(string value) =>
        Uri.TryCreate(value, UriKind.Absolute, out var endpoint) ? endpoint : throw new StartException($"--docker-host {value}: not an address such as unix:///var/run/docker.sock.");
}
