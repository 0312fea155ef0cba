using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds.Core;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers.Namespaces;

/// <summary>Makes the namespaces that every cluster has. A key is a namespace's name.</summary>
internal sealed class SystemNamespaces(IResourceClient client, ILogger<SystemNamespaces> logger) : IReactor, IHostedService
{
    private static readonly string[] Names = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public string Name => "system-namespaces-controller";

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
        [new(CoreKinds.Namespaces, static (before, after) => after is null && Names.Contains(before!.Name.Name) ? [before.Name.Name] : [])];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>What fails is said; the resync of a process that lives tries again.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => MakeAsync(Names, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes those that are missing, in one read where none is. What it is given is awaited before anything is written.</summary>
    /// <returns>Whether any was missing, and why one could not be made; null where all are there.</returns>
    public async Task<(bool Missed, ReconcileFailure? Failure)> MakeMissingAsync(Task mayWrite, CancellationToken cancellationToken)
    {
        var state = client.StateAsync(CoreKinds.Namespaces, cancellationToken).AsTask();
        await Task.WhenAll(mayWrite, state).ConfigureAwait(false);
        var there = await state.ConfigureAwait(false);
        var missing = Names.Where(name => there.Find(new ObjectName("", name)) is null).ToList();
        return (missing.Count > 0, await MakeAsync(missing, cancellationToken).ConfigureAwait(false));
    }

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => new(Names);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(CoreKinds.Namespaces, new ObjectName("", key), cancellationToken).ConfigureAwait(false) is null)
        {
            var document = new JsonObject { ["metadata"] = new JsonObject { ["name"] = key } };
            return new ReconcileResult(Failure: Outcomes.Failure(
                await client.WriteAsync(new ResourceWrite.Create(CoreKinds.Namespaces, "", document), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        return ReconcileResult.Done;
    }

    private async Task<ReconcileFailure?> MakeAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var failures = await Task.WhenAll(names.Select(async name =>
        {
            var failure = (await ReconcileAsync(name, cancellationToken).ConfigureAwait(false)).Failure;
            if (failure is not null)
            {
                Log.NamespaceNotMade(logger, name, failure.Reason);
            }

            return failure;
        })).ConfigureAwait(false);
        return Outcomes.First(failures);
    }
}
