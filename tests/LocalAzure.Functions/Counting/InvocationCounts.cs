namespace CloudOrchestrator.LocalAzure.Functions.Counting;

/// <summary>Counts what the platform bills: executions, and the time of instances on which anything is executed.</summary>
public sealed class InvocationCounts
{
    /// <summary>Trigger logs kept until they are taken; past it the oldest go.</summary>
    private const int LogsMax = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, FunctionCount> _functions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<BilledTime>> _billed = new(StringComparer.Ordinal);
    private readonly Queue<TriggerLog> _logs = new();
    private readonly TimeProvider _time;
    private readonly double _instanceGigabytes;

    internal InvocationCounts(TimeProvider time, int instanceMegabytes)
    {
        _time = time;
        _instanceGigabytes = instanceMegabytes / 1024.0;
    }

    public CountSnapshot Take()
    {
        lock (_lock)
        {
            return new CountSnapshot(
                new Dictionary<string, FunctionCount>(_functions, StringComparer.Ordinal),
                _billed.ToDictionary(pair => pair.Key, pair => new TimeSpan(pair.Value.Sum(billed => billed.Total.Ticks)), StringComparer.Ordinal),
                _instanceGigabytes);
        }
    }

    /// <summary>The logs of triggers since they were last taken, the latest 100,000 at most.</summary>
    public IReadOnlyList<TriggerLog> TakeLogs()
    {
        lock (_lock)
        {
            TriggerLog[] logs = [.. _logs];
            _logs.Clear();
            return logs;
        }
    }

    /// <summary>The meter of a new instance.</summary>
    internal BilledTime Meter(string scaleGroup)
    {
        var billed = new BilledTime(_time);
        lock (_lock)
        {
            if (!_billed.TryGetValue(scaleGroup, out var group))
            {
                _billed[scaleGroup] = group = [];
            }

            group.Add(billed);
        }

        return billed;
    }

    internal void Began(string function) => Change(function, count => count with { Executions = count.Executions + 1 });

    internal void Ended(string function, TimeSpan duration, bool failed) => Change(function, count => count with
    {
        Failures = count.Failures + (failed ? 1 : 0),
        Duration = count.Duration + duration,
    });

    internal void Said(TriggerLog log)
    {
        if (log.Lines.Any(line => line.Split(' ').Contains("writes=0", StringComparer.Ordinal)))
        {
            Change(log.Function, count => count with { FoundNothing = count.FoundNothing + 1 });
        }

        lock (_lock)
        {
            _logs.Enqueue(log);
            if (_logs.Count > LogsMax)
            {
                _logs.Dequeue();
            }
        }
    }

    private void Change(string function, Func<FunctionCount, FunctionCount> change)
    {
        lock (_lock)
        {
            _functions[function] = change(_functions.GetValueOrDefault(function) ?? FunctionCount.None);
        }
    }
}
