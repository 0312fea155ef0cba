using System.Text.Json;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Runs the reactors that a trigger's news concerns, and ends when they have run.</summary>
internal sealed class TriggerHandlers(
    IReactorRuns runs,
    KnownReactors reactors,
    IReminders reminders,
    ITick tick,
    AppSettings settings,
    FunctionsMeter meter,
    TimeProvider time,
    ILogger<TriggerHandlers> logger) : ITriggerHandlers
{
    private const string Reminders = "Reminder";

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

        var batch = NoticeBatch.Read(events, settings.EventSource, group);
        if (batch.WantsAll)
        {
            batch.AddAll(await runs.AllAsync(group, cancellationToken).ConfigureAwait(false));
        }

        var known = batch.News.Where(news => reactors.Has(news.Wake.Reactor)).GroupBy(news => news.Origin, news => news.Wake);
        var reports = await Task.WhenAll(known.Select(wakes => runs.RunAsync([.. wakes], wakes.Key, cancellationToken))).ConfigureAwait(false);
        meter.PassedOver(group.ToString(), batch.Foreign);
        var (unknown, problem) = Unknown(group.ToString(), batch.News);
        var outcome = Outcome(group.ToString(), reports, unknown, $" foreign={batch.Foreign}");
        // The platform delivers the batch again and in the end puts it aside, where the event that nobody can read is seen.
        return (batch.Problem ?? problem) is { } failure ? new TriggerOutcome.Failed(failure) : outcome;
    }

    /// <inheritdoc/>
    public async Task<TriggerOutcome> HandleQueueAsync(JsonElement message, CancellationToken cancellationToken)
    {
        if (Reminder.Parse(message, out var problem) is not { } reminder)
        {
            // It gets no better, and nothing can be made of it but a count.
            meter.Unreadable();
            Log.UnreadableReminder(logger, problem);
            return new TriggerOutcome.Done("runs=0 writes=0 unreadable=1");
        }

        var left = reminder.Due - time.GetUtcNow();
        if (left > ReminderQueue.ArmedAgainMin)
        {
            // The queue keeps nothing invisible for so long. What is left else is the difference of two clocks, and it has come when it should.
            await reminders.RemindAsync(reminder.Wake, left, cancellationToken).ConfigureAwait(false);
            return new TriggerOutcome.Done("runs=0 writes=0 unknown=0 armed=1");
        }

        if (Unknown(Reminders, [new WakeNews(reminder.Wake, null, reminder.Due)]) is var (unknown, reason) && reason is not null)
        {
            return new TriggerOutcome.Failed(reason);
        }

        RunReport[] reports = unknown > 0 ? [] : [await runs.RunAsync([reminder.Wake], null, cancellationToken).ConfigureAwait(false)];
        return Outcome(Reminders, reports, unknown, "");
    }

    /// <summary>How many keys nobody looks at any more, since this version has no such reactor, and no other that has is to be expected; and why the call
    /// is to fail, where one is.</summary>
    private (int Count, string? Problem) Unknown(string function, IEnumerable<WakeNews> news)
    {
        var unknown = news.Where(one => !reactors.Has(one.Wake.Reactor)).ToLookup(one => KnownReactors.MayStillBeTaken(one.At, time.GetUtcNow()), one => one.Wake);
        var lost = unknown[false].ToList();
        if (lost.Count > 0)
        {
            meter.Unknown(function, lost.Count);
            Log.UnknownReactors(logger, function, lost.Count, string.Join(", ", lost.Select(wake => wake.Reactor).Distinct().Order(StringComparer.Ordinal).Take(FailuresSaidMax)));
        }

        return (lost.Count, unknown[true].FirstOrDefault() is { } first ? $"this version has no reactor {first.Reactor}; an instance of the version that has it may get {first.Key}." : null);
    }

    private TriggerOutcome Outcome(string function, RunReport[] reports, int unknown, string more)
    {
        var (ran, writes, refused) = (reports.Sum(report => report.Runs), reports.Sum(report => report.Writes), reports.Sum(report => report.Refused.Count));
        meter.Ran(function, ran, writes);
        meter.Refused(function, refused);
        var failures = reports.SelectMany(report => report.Failures).ToList();

        // What is refused for good would be at every delivery, and hold up the others' news meanwhile.
        return failures.Count == 0
            ? new TriggerOutcome.Done($"runs={ran} writes={writes} unknown={unknown} refused={refused}{more}")
            : new TriggerOutcome.Failed($"{failures.Count} of {ran} keys did not get through: {string.Join("; ", failures.Take(FailuresSaidMax))}");
    }
}
