using System.CommandLine;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Runtimes.Docker;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudOrchestrator.Agent;

/// <summary><c>cleanup</c>: removes every container of this node.</summary>
internal static class CleanupCommand
{
    public static Command Create()
    {
        var command = new Command("cleanup", "Removes every container of this node from the engine.") { CommonOptions.NodeName, CommonOptions.Data, CommonOptions.Engine, CommonOptions.Pki };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            try
            {
                var file = ClusterIdentity.FileOf(Path.GetFullPath(parsed.GetValue(CommonOptions.Data)!));
                if (!File.Exists(file))
                {
                    return 0;
                }

                var scope = new RuntimeScope((await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false)).Trim(), parsed.GetValue(CommonOptions.NodeName)!);
                var runtime = DockerRuntimeServices.Create(
                    new DockerRuntimeOptions { Scope = scope, Endpoint = CommonOptions.ParseEngine(parsed.GetValue(CommonOptions.Engine)!) }, NullLoggerFactory.Instance, TimeProvider.System);
                await RemoveAllAsync(runtime, cancellationToken).ConfigureAwait(false);
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

    private static async Task RemoveAllAsync(IContainerRuntime runtime, CancellationToken cancellationToken)
    {
        var all = await runtime.ObserveAllAsync(cancellationToken).ConfigureAwait(false);
        if (all.Fault is { } fault)
        {
            throw new StartException($"the container engine cannot be asked: {fault.Message}");
        }

        var containers = all.Value.Values.SelectMany(pod => pod.Containers).Select(container => runtime.RemoveContainerAsync(container.Id, cancellationToken));
        var problems = (await Task.WhenAll(containers).ConfigureAwait(false)).ToList();
        var sandboxes = all.Value.Values.SelectMany(pod => pod.Sandboxes).Select(sandbox => runtime.RemoveSandboxAsync(sandbox.Id, cancellationToken));
        problems.AddRange(await Task.WhenAll(sandboxes).ConfigureAwait(false));
        if (problems.FirstOrDefault(result => result.Fault is not null).Fault is { } first)
        {
            throw new StartException($"a container could not be removed: {first.Message}");
        }
    }
}
