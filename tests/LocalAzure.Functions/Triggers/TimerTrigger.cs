using System.Text.Json;
using System.Text.Json.Nodes;
using CloudOrchestrator.LocalAzure.Functions.Apps;
using CloudOrchestrator.LocalAzure.Functions.Instances;

namespace CloudOrchestrator.LocalAzure.Functions.Triggers;

/// <summary>Runs a function when it is due: once an occurrence, never two runs at a time, and no run again because it failed.</summary>
/// <remarks>
/// What is due is counted from the last occurrence that ran, not from the clock alone: a wait that ended a little early would find the same
/// occurrence again. Occurrences that passed during a run become one late run. The status is written before the run: what is cut counts as run.
/// </remarks>
internal sealed class TimerTrigger(TimerFunction function, ScaleGroup group, TriggerCaller caller, string statusFile, TimeProvider time)
{
    /// <summary>Longest single wait: timers of the runtime end at 49 days.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromDays(1);

    private readonly TimerSchedule _schedule = new(function.Schedule);
    private readonly DateTimeOffset _start = time.GetUtcNow();
    private readonly SemaphoreSlim _alone = new(1);
    private ScheduleStatus? _status;

    /// <summary>Until it is stopped, or the schedule ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var keeps = function.UsesMonitor && _schedule.KeepsStatus(_start);
        _status = keeps ? Read() : null;
        var last = _start;
        if (_status is { } status && status.Next <= _start)
        {
            await FireAsync(keeps, _start, isPastDue: true, cancellationToken);
        }
        else if (keeps && _status is null && _schedule.Next(_start) is { } first)
        {
            Write(new ScheduleStatus(default, first, _start));
        }

        while (_schedule.Next(last) is { } due)
        {
            await WaitAsync(due, cancellationToken);
            // Later than due after a long run: then what passed meanwhile is covered by this one.
            var now = time.GetUtcNow();
            last = now > due ? now : due;
            await FireAsync(keeps, last, isPastDue: false, cancellationToken);
        }
    }

    /// <summary>A run that somebody asks for: not late, and the schedule goes on as if it had not been.</summary>
    public Task<bool> FireAsync(CancellationToken cancellationToken) => CallAsync(Payload(isPastDue: false), cancellationToken);

    private async Task WaitAsync(DateTimeOffset due, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (due - time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < WaitMax ? wait : WaitMax, time, cancellationToken);
        }
    }

    private async Task FireAsync(bool keeps, DateTimeOffset at, bool isPastDue, CancellationToken cancellationToken)
    {
        var payload = Payload(isPastDue);
        if (keeps && _schedule.Next(at) is { } next)
        {
            Write(new ScheduleStatus(at, next, time.GetUtcNow()));
        }

        await CallAsync(payload, cancellationToken);
    }

    private async Task<bool> CallAsync(JsonObject payload, CancellationToken cancellationToken)
    {
        await _alone.WaitAsync(cancellationToken);
        try
        {
            return await caller.CallAsync(group.Begin(function), payload) == TriggerOutcome.Success;
        }
        catch (ObjectDisposedException)
        {
            // The app is stopped.
            return false;
        }
        finally
        {
            _alone.Release();
        }
    }

    private JsonObject Payload(bool isPastDue) => TriggerPayload.Of(
        function,
        function.Binding,
        new JsonObject
        {
            ["Schedule"] = new JsonObject { ["AdjustForDST"] = true },
            ["ScheduleStatus"] = _status is null ? null : JsonSerializer.SerializeToNode(_status),
            ["IsPastDue"] = isPastDue,
        },
        time.GetUtcNow());

    private ScheduleStatus? Read() => File.Exists(statusFile) ? JsonSerializer.Deserialize<ScheduleStatus>(File.ReadAllBytes(statusFile)) : null;

    private void Write(ScheduleStatus status)
    {
        _status = status;
        File.WriteAllBytes(statusFile, JsonSerializer.SerializeToUtf8Bytes(status));
    }
}
