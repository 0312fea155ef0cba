using System.Text.Json;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Runs the reactors that a trigger's news concerns, and ends when they have run.</summary>
internal sealed class TriggerHandlers(
    IReactorRuns runs, ReactorGroups groups, IReminders reminders, ITick tick, AppSettings settings, FunctionsMeter meter, TimeProvider time) : ITriggerHandlers
{
    /// <summary>Most failures said of one invocation.</summary>
    private const int FailuresSaidMax = 5;

    /// <inheritdoc/>
    public async Task<TriggerOutcome> HandleTimerAsync(CancellationToken cancellationToken) =>
        new TriggerOutcome.Done((await tick.RunAsync(cancellationToken).ConfigureAwait(false)).Line);

    /// <inheritdoc/>
    public async Task<TriggerOutcome> HandleEventsAsync(ReactorGroup group, JsonElement events, CancellationToken cancellationToken)
    {
        if (events.ValueKind != JsonValueKind.Array)
        {
            return new TriggerOutcome.Failed("the events are not a JSON array.");
        }

        var batch = NoticeBatch.Read(events, settings.EventSource, reactor => groups.Takes(group, reactor));
        if (batch.WantsAll)
        {
            batch.AddAll(await runs.AllAsync(group, cancellationToken).ConfigureAwait(false));
        }

        var reports = await Task.WhenAll(batch.ByOrigin.Select(wakes => runs.RunAsync([.. wakes], wakes.Key, cancellationToken))).ConfigureAwait(false);
        meter.PassedOver(group.ToString(), batch.Foreign);
        var outcome = Outcome(group.ToString(), reports, $" foreign={batch.Foreign}");
        // The platform delivers the batch again and in the end puts it aside, where the event that nobody can read is seen.
        return batch.Problem is null ? outcome : new TriggerOutcome.Failed(batch.Problem);
    }

    /// <inheritdoc/>
    public async Task<TriggerOutcome> HandleQueueAsync(JsonElement message, CancellationToken cancellationToken)
    {
        if (Reminder.Parse(message, out var problem) is not { } reminder)
        {
            return new TriggerOutcome.Failed(problem);
        }

        var left = reminder.Due - time.GetUtcNow();
        if (left > TimeSpan.Zero)
        {
            // The queue keeps nothing invisible for so long, or clocks differ.
            await reminders.RemindAsync(reminder.Wake, left, cancellationToken).ConfigureAwait(false);
            return new TriggerOutcome.Done("runs=0 writes=0 unknown=0 armed=1");
        }

        var report = await runs.RunAsync([reminder.Wake], null, cancellationToken).ConfigureAwait(false);
        return Outcome("Reminder", [report], "");
    }

    private TriggerOutcome Outcome(string group, RunReport[] reports, string more)
    {
        var (ran, writes, unknown) = (reports.Sum(report => report.Runs), reports.Sum(report => report.Writes), reports.Sum(report => report.Unknown));
        var refused = reports.Sum(report => report.Refused.Count);
        meter.Ran(group, ran, writes, unknown);
        meter.Refused(group, refused);
        var failures = reports.SelectMany(report => report.Failures).ToList();

        // What is refused for good would be at every delivery, and hold up the others' news meanwhile.
        return failures.Count == 0
            ? new TriggerOutcome.Done($"runs={ran} writes={writes} unknown={unknown} refused={refused}{more}")
            : new TriggerOutcome.Failed($"{failures.Count} of {ran} keys did not get through: {string.Join("; ", failures.Take(FailuresSaidMax))}");
    }
}
