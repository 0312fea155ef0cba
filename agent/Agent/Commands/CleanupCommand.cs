using System.CommandLine;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Docker;
using CloudOrchestrator.Volumes;
using CloudOrchestrator.Volumes.Configuration;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Agent.Commands;

/// <summary><c>cleanup</c>: what a stopped agent left running.</summary>
internal static class CleanupCommand
{
    /// <summary>Most time containers have to end by themselves.</summary>
    private static readonly TimeSpan GraceMax = TimeSpan.FromSeconds(5);

    public static Command Create()
    {
        var node = CommonOptions.NodeName();
        var data = CommonOptions.Data();
        var engine = CommonOptions.Engine();
        var pki = CommonOptions.Pki();
        pki.Description += " Not needed here; taken so that both commands can be given the same options.";
        var command = new Command("cleanup", "Removes all containers and volumes of this node. The agent must not be running.") { node, data, engine, pki };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var folder = Path.GetFullPath(parsed.GetValue(data)!);
                var removed = await RunAsync(parsed.GetValue(node)!, folder, CommonOptions.ParseEngine(parsed.GetValue(engine)!), cancellationToken).ConfigureAwait(false);
                await Console.Out.WriteLineAsync($"Removed {removed} pods' containers.").ConfigureAwait(false);
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

    private static async Task<int> RunAsync(string node, string folder, Uri engine, CancellationToken cancellationToken)
    {
        if (Nodes.ClusterIdFile.Read(folder) is not { } cluster)
        {
            // An agent that never met its cluster has made nothing.
            return 0;
        }

        using var hold = Nodes.DataFolderHold.Take(folder);
        var runtime = DockerRuntimeServices.Create(new DockerRuntimeOptions { Endpoint = engine, Scope = new RuntimeScope(cluster, node) }, NullLoggerFactory.Instance, TimeProvider.System);
        var all = await runtime.ObserveAllAsync(cancellationToken).ConfigureAwait(false);
        if (all.Fault is { } fault)
        {
            throw new StartException(fault.Message);
        }

        var volumes = VolumeServices.Create(new VolumeOptions { DataFolder = folder }, new NoConfiguration());
        var problems = (await Task.WhenAll(all.Value.Select(pod => RemoveAsync(runtime, pod.Value, cancellationToken))).ConfigureAwait(false)).OfType<string>().ToList();
        foreach (var uid in volumes.Prepared())
        {
            await volumes.RemoveAsync(uid, cancellationToken).ConfigureAwait(false);
        }

        return problems.Count == 0 ? all.Value.Count : throw new StartException(problems[0]);
    }

    private static async Task<string?> RemoveAsync(IContainerRuntime runtime, PodObservation pod, CancellationToken cancellationToken)
    {
        await Task.WhenAll(pod.Containers.Where(container => container.Phase == ContainerPhase.Running).Select(container =>
            runtime.StopContainerAsync(container.Id, container.StopGrace < GraceMax ? container.StopGrace : GraceMax, cancellationToken))).ConfigureAwait(false);
        var results = await Task.WhenAll(
            pod.Containers.Select(container => runtime.RemoveContainerAsync(container.Id, cancellationToken))
                .Concat(pod.Sandboxes.Select(sandbox => runtime.RemoveSandboxAsync(sandbox.Id, cancellationToken)))).ConfigureAwait(false);
        return results.FirstOrDefault(result => result.Fault is not null).Fault?.Message;
    }

    /// <summary>Nothing is prepared here, so nothing is asked for.</summary>
    private sealed class NoConfiguration : CloudOrchestrator.Volumes.Configuration.IConfigurationSource
    {
        public Task<ConfigurationResult<V1ConfigMap>> GetConfigMapAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
            Task.FromResult(new ConfigurationResult<V1ConfigMap>(null, Missing: true, ""));

        public Task<ConfigurationResult<V1Secret>> GetSecretAsync(string podNamespace, string name, CancellationToken cancellationToken) =>
            Task.FromResult(new ConfigurationResult<V1Secret>(null, Missing: true, ""));
    }
}
