using System.Diagnostics.Metrics;

namespace CloudOrchestrator.Host.Functions;

/// <summary>The measurements of the Functions app.</summary>
internal sealed class FunctionsMeter : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string Name = "CloudOrchestrator.Functions";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _invocations;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _writes;
    private readonly Counter<long> _refusedKeys;
    private readonly Counter<long> _handedOn;
    private readonly Counter<long> _foreignEvents;
    private readonly Counter<long> _unknownReactors;
    private readonly Counter<long> _publishFailures;
    private readonly Counter<long> _remindersSent;
    private readonly Counter<long> _remindersSpared;
    private readonly Counter<long> _remindersUnreadable;
    private long _deadLetters = -1;
    private long _poisonReminders = -1;

    public FunctionsMeter()
    {
        _invocations = _meter.CreateCounter<long>("cloudorchestrator.functions.invocations", description: "Calls of trigger functions, by function and outcome.");
        _runs = _meter.CreateCounter<long>("cloudorchestrator.functions.runs", description: "Keys reconciled for triggers.");
        _writes = _meter.CreateCounter<long>("cloudorchestrator.functions.writes", description: "Writes of those runs that changed something.");
        _refusedKeys = _meter.CreateCounter<long>("cloudorchestrator.functions.refused_keys", description: "Keys whose writes were refused for good, each time that they were looked at.");
        _handedOn = _meter.CreateCounter<long>("cloudorchestrator.functions.keys_handed_on", description: "Keys published once more, since the call had no time left for them.");
        _foreignEvents = _meter.CreateCounter<long>("cloudorchestrator.functions.foreign_events", description: "Events passed over because they are not of this cluster.");
        _unknownReactors = _meter.CreateCounter<long>("cloudorchestrator.functions.unknown_reactors", description: "Keys passed over because this version has no such reactor, and no other seems to.");
        _publishFailures = _meter.CreateCounter<long>("cloudorchestrator.functions.publish_failures", description: "Publications of notices that failed.");
        _remindersSent = _meter.CreateCounter<long>("cloudorchestrator.functions.reminders_sent", description: "Reminders put into the queue.");
        _remindersSpared = _meter.CreateCounter<long>("cloudorchestrator.functions.reminders_spared", description: "Reminders not sent because one that serves was there.");
        _remindersUnreadable = _meter.CreateCounter<long>("cloudorchestrator.functions.reminders_unreadable", description: "Reminders that came and were not to be read.");
        _meter.CreateObservableGauge("cloudorchestrator.functions.dead_letters", () => Known(ref _deadLetters), description: "Events in dead-letter storage, when last counted.");
        _meter.CreateObservableGauge("cloudorchestrator.functions.poison_reminders", () => Known(ref _poisonReminders), description: "Reminders in the poison queue, when last counted.");
    }

    /// <summary>A trigger function was called.</summary>
    public void Invoked(string function, bool succeeded) =>
        _invocations.Add(1, new KeyValuePair<string, object?>("function", function), new KeyValuePair<string, object?>("outcome", succeeded ? "succeeded" : "failed"));

    /// <summary>Keys were reconciled for it.</summary>
    public void Ran(string function, int runs, int writes)
    {
        var tag = new KeyValuePair<string, object?>("function", function);
        _runs.Add(runs, tag);
        _writes.Add(writes, tag);
    }

    /// <summary>Keys were passed over that no version is expected to take.</summary>
    public void Unknown(string function, int keys) => _unknownReactors.Add(keys, new KeyValuePair<string, object?>("function", function));

    /// <summary>Keys were handed on.</summary>
    public void HandedOn(string function, int keys) => _handedOn.Add(keys, new KeyValuePair<string, object?>("function", function));

    /// <summary>Keys were refused for good.</summary>
    public void Refused(string function, int keys) => _refusedKeys.Add(keys, new KeyValuePair<string, object?>("function", function));

    /// <summary>Events of another source were passed over.</summary>
    public void PassedOver(string function, int events) => _foreignEvents.Add(events, new KeyValuePair<string, object?>("function", function));

    /// <summary>A publication failed.</summary>
    public void PublishFailed() => _publishFailures.Add(1);

    /// <summary>A reminder was sent.</summary>
    public void Reminded() => _remindersSent.Add(1);

    /// <summary>A reminder was not needed.</summary>
    public void Spared() => _remindersSpared.Add(1);

    /// <summary>A reminder could not be read.</summary>
    public void Unreadable() => _remindersUnreadable.Add(1);

    /// <summary>What failed for good was counted.</summary>
    public void Counted(long deadLetters, long poisonReminders)
    {
        Volatile.Write(ref _deadLetters, deadLetters);
        Volatile.Write(ref _poisonReminders, poisonReminders);
    }

    /// <summary>Whether an instrument is of this meter, and not of another of its name.</summary>
    public bool Owns(Instrument instrument) => ReferenceEquals(instrument.Meter, _meter);

    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<long>> Known(ref long value)
    {
        var now = Volatile.Read(ref value);
        return now < 0 ? [] : [new Measurement<long>(now)];
    }
}
