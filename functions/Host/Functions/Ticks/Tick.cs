using CloudOrchestrator.Controllers.Nodes;
using CloudOrchestrator.Host.Functions.Triggers;
using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Upkeep;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Host.Functions.Ticks;

/// <summary>What the cluster needs from time to time. Each part has its turn though another fails.</summary>
/// <remarks>Every minute: (1) what nobody has published is published; (2) nodes are judged. When it is due, whichever minute that is: (3) every key of
/// every reactor is looked at; (4) what is outdated goes; (5) what could not be delivered is counted.</remarks>
internal sealed class Tick(IClusterUpkeep upkeep, INodeHealth nodes, IReactorRuns runs, DeadLetterCheck deadLetters, FunctionsMeter meter, ILogger<Tick> logger) : ITick
{
    /// <summary>With the build: another one may react to what this one did not, so that its first tick looks at everything; and once more when the instances
    /// of the one before are gone, which name no reactor in their notices that they do not have.</summary>
    internal static readonly Duty Resync = new("resync", TimeSpan.FromHours(1), BuildIdentity.Current, AgainAfter: KnownReactors.DeploymentMax + TimeSpan.FromMinutes(5));

    private static readonly Duty Compaction = new("compaction", TimeSpan.FromHours(1));
    private static readonly Duty Sweep = new("sweep", TimeSpan.FromDays(1));
    private static readonly Duty DeadLetters = new("deadletters", TimeSpan.FromHours(1));

    public async Task<TickReport> RunAsync(CancellationToken cancellationToken)
    {
        var turn = new TickTurn(logger, meter, cancellationToken);
        await turn.TakeAsync("publish", upkeep.PublishMissedAsync).ConfigureAwait(false);
        await turn.TakeAsync("nodes", token => JudgeAsync(turn, token)).ConfigureAwait(false);
        IReadOnlyList<Duty> due = [];
        await turn.TakeAsync("duties", async token => due = await upkeep.DueAsync([Resync, Compaction, Sweep, DeadLetters], token).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var duty in due)
        {
            await turn.TakeAsync(duty.Name, token => DoAsync(duty, turn, token)).ConfigureAwait(false);
        }

        return turn.Broken.Count == 0
            ? new TickReport($"runs={turn.Runs} writes={turn.Writes} duties={due.Count} failures={turn.Failures} refused={turn.Refused}")
            : throw new StoreException($"Not done: {string.Join("; ", turn.Broken)}");
    }

    private async Task JudgeAsync(TickTurn turn, CancellationToken cancellationToken)
    {
        var judgement = await nodes.JudgeAsync(cancellationToken).ConfigureAwait(false);
        if (judgement.Due.Count > 0)
        {
            turn.Add(await runs.RunAsync(judgement.Due, null, cancellationToken).ConfigureAwait(false));
        }

        if (judgement.Failures.Count > 0)
        {
            throw new StoreException($"{judgement.Failures.Count} Leases could not be renewed: {judgement.Failures.First()}");
        }
    }

    private async Task DoAsync(Duty duty, TickTurn turn, CancellationToken cancellationToken)
    {
        await (duty switch
        {
            _ when duty == Resync => ResyncAsync(turn, cancellationToken),
            _ when duty == Compaction => upkeep.CompactAsync(cancellationToken),
            _ when duty == Sweep => upkeep.SweepAsync(cancellationToken),
            _ => deadLetters.CheckAsync(cancellationToken),
        }).ConfigureAwait(false);
        await upkeep.DoneAsync(duty, cancellationToken).ConfigureAwait(false);
    }

    private async Task ResyncAsync(TickTurn turn, CancellationToken cancellationToken)
    {
        foreach (var group in Enum.GetValues<ReactorGroup>())
        {
            turn.Add(await runs.RunAsync(await runs.AllAsync(group, cancellationToken).ConfigureAwait(false), null, cancellationToken).ConfigureAwait(false));
        }
    }
}
