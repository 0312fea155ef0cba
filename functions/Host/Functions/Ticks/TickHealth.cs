using CloudOrchestrator.Resources.Reactors;
using CloudOrchestrator.Resources.Upkeep;

namespace CloudOrchestrator.Host.Functions.Ticks;

/// <summary>Whether the reactors do their work where no process lives to run them: the cluster's tick looks at everything by the hour, and notes it.</summary>
internal sealed class TickHealth(IClusterUpkeep upkeep) : IReactorHealth
{
    /// <summary>How long ago the last look may be. One that is late by as much has failed again and again, or the tick does not come.</summary>
    private static readonly TimeSpan Late = Tick.Resync.Every * 2;

    private static readonly Duty Overdue = Tick.Resync with { Every = Late, AgainAfter = Late };

    public async ValueTask<string?> FaultAsync(ReactorGroup group, CancellationToken cancellationToken) =>
        (await upkeep.DueAsync([Overdue], cancellationToken).ConfigureAwait(false)).Count == 0 ? null : $"no tick of this build has looked at everything within {Late.TotalHours:0} hours";
}
