using System.Text.Json;
using CloudOrchestrator.Host.Functions.Reminders;
using CloudOrchestrator.Host.Functions.Settings;
using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Triggers;

/// <summary>Runs the reactors that a trigger's news concerns, and ends when they have run.</summary>
internal sealed class TriggerHandlers(
    IReactorRuns runs,
    BatchRuns batches,
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

        var known = batch.News.ToLookup(news => reactors.Has(news.Wake.Reactor));
        var (unknown, waiting) = Unknown(group.ToString(), known[false]);
        var report = await batches.RunAsync(group, [.. known[true]], waiting, cancellationToken).ConfigureAwait(false);
        meter.PassedOver(group.ToString(), batch.Foreign);
        meter.HandedOn(group.ToString(), report.HandedOn);
        var outcome = Outcome(group.ToString(), report.Reports, report.HandedOn > 0, unknown, $" foreign={batch.Foreign} handed_on={report.HandedOn}");
        // The platform delivers the batch again and in the end puts it aside, where the event that nobody can read is seen.
        return (batch.Problem ?? (report.HandedOn > 0 ? null : Problem(waiting))) is { } failure ? new TriggerOutcome.Failed(failure) : outcome;
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

        if (reactors.Has(reminder.Wake.Reactor))
        {
            return Outcome(Reminders, [await runs.RunAsync([reminder.Wake], null, cancellationToken).ConfigureAwait(false)], false, 0, "");
        }

        var (unknown, waiting) = Unknown(Reminders, [new WakeNews(reminder.Wake, null, reminder.Due)]);
        return Problem(waiting) is { } reason ? new TriggerOutcome.Failed(reason) : Outcome(Reminders, [], false, unknown, "");
    }

    /// <summary>Of keys of reactors that this version does not have: how many nobody looks at any more, and those that an instance of another version may take.</summary>
    private (int Lost, IReadOnlyCollection<WakeNews> Waiting) Unknown(string function, IEnumerable<WakeNews> news)
    {
        var unknown = news.ToLookup(one => KnownReactors.MayStillBeTaken(one.At, time.GetUtcNow()));
        var lost = unknown[false].ToList();
        if (lost.Count > 0)
        {
            meter.Unknown(function, lost.Count);
            Log.UnknownReactors(logger, function, lost.Count, string.Join(", ", lost.Select(one => one.Wake.Reactor).Distinct().Order(StringComparer.Ordinal).Take(FailuresSaidMax)));
        }

        return (lost.Count, [.. unknown[true]]);
    }

    private static string? Problem(IReadOnlyCollection<WakeNews> waiting) => waiting.Count == 0
        ? null
        : $"this version has no reactor {waiting.First().Wake.Reactor}; an instance of the version that has it may get {waiting.First().Wake.Key}.";

    /// <param name="function">Whose it is.</param>
    /// <param name="reports">What became of the runs.</param>
    /// <param name="areFailuresHandedOn">Whether the keys that failed come again by themselves.</param>
    /// <param name="unknown">How many keys were of no reactor of any version.</param>
    /// <param name="more">Ends the line.</param>
    private TriggerOutcome Outcome(string function, IReadOnlyCollection<RunReport> reports, bool areFailuresHandedOn, int unknown, string more)
    {
        var (ran, writes, refused) = (reports.Sum(report => report.Runs), reports.Sum(report => report.Writes), reports.Sum(report => report.Refused.Count));
        meter.Ran(function, ran, writes);
        meter.Refused(function, refused);
        var failures = reports.SelectMany(report => report.Failures).ToList();

        // What is refused for good would be at every delivery, and hold up the others' news meanwhile.
        return failures.Count == 0 || areFailuresHandedOn
            ? new TriggerOutcome.Done($"runs={ran} writes={writes} unknown={unknown} refused={refused}{more}")
            : new TriggerOutcome.Failed($"{failures.Count} of {ran} keys did not get through: {string.Join("; ", failures.Take(FailuresSaidMax))}");
    }
}
