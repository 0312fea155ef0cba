using System.Text.Json.Nodes;
using CloudOrchestrator.Resources;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Writing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Controllers;

/// <summary>Makes the objects of a kind that every cluster has, none of which lives in a namespace. A key is an object's name.</summary>
internal abstract class SystemObjects(IResourceClient client, ResourceKind kind, IReadOnlyList<string> names, ILogger logger) : IReactor, IHostedService
{
    public abstract string Name { get; }

    public ReactorGroup Group => ReactorGroup.Cluster;

    public IReadOnlyList<ReactorTrigger> Triggers { get; } =
        [new(kind, (before, after) => after is null && names.Contains(before!.Name.Name) ? [before.Name.Name] : [])];

    public TimeSpan ResyncPeriod => TimeSpan.FromMinutes(10);

    /// <summary>What fails is said; the resync of a process that lives tries again.</summary>
    public Task StartAsync(CancellationToken cancellationToken) => MakeAsync(names, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Makes those that are missing, in one read where none is. What it is given is awaited before anything is written.</summary>
    /// <returns>Why one could not be made; null where all are there.</returns>
    public Task<ReconcileFailure?> MakeMissingAsync(Task mayWrite, CancellationToken cancellationToken) =>
        MakeMissingAsync(mayWrite, static () => Task.FromResult<ReconcileFailure?>(null), cancellationToken);

    /// <summary>Makes those that are missing and, before them, what is to be there with them; in one read where none is.</summary>
    /// <returns>Why something could not be made; null where all is there.</returns>
    public async Task<ReconcileFailure?> MakeMissingAsync(Task mayWrite, Func<Task<ReconcileFailure?>> before, CancellationToken cancellationToken)
    {
        var state = client.StateAsync(kind, cancellationToken).AsTask();
        await Task.WhenAll(mayWrite, state).ConfigureAwait(false);
        var there = await state.ConfigureAwait(false);
        var missing = names.Where(name => there.Find(new ObjectName("", name)) is null).ToList();
        return missing.Count == 0 ? null : await before().ConfigureAwait(false) ?? await MakeAsync(missing, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<string>> KeysAsync(CancellationToken cancellationToken) => new(names);

    public async Task<ReconcileResult> ReconcileAsync(string key, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(kind, new ObjectName("", key), cancellationToken).ConfigureAwait(false) is null)
        {
            return new ReconcileResult(Failure: Outcomes.Failure(
                await client.WriteAsync(new ResourceWrite.Create(kind, "", Document(key)), WriteContext.Controller(Name), cancellationToken).ConfigureAwait(false)));
        }

        return ReconcileResult.Done;
    }

    /// <summary>A fresh document of the object of a name.</summary>
    protected abstract JsonObject Document(string name);

    private async Task<ReconcileFailure?> MakeAsync(IEnumerable<string> missing, CancellationToken cancellationToken)
    {
        var failures = await Task.WhenAll(missing.Select(async name =>
        {
            var failure = (await ReconcileAsync(name, cancellationToken).ConfigureAwait(false)).Failure;
            if (failure is not null)
            {
                Log.SystemObjectNotMade(logger, kind.Kind, name, failure.Reason);
            }

            return failure;
        })).ConfigureAwait(false);
        return Outcomes.First(failures);
    }
}
