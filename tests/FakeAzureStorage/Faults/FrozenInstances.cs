namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Which instances are frozen.</summary>
internal sealed class FrozenInstances(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, TaskCompletionSource> _frozen = [];

    public void Freeze(string instance, TimeSpan? span)
    {
        var thawed = new TaskCompletionSource();
        lock (_lock)
        {
            if (!_frozen.TryAdd(instance, thawed))
            {
                throw new InvalidOperationException($"{instance} is frozen already.");
            }
        }

        if (span is { } delay)
        {
            _ = ThawAfterAsync(instance, delay);
        }
    }

    public void Thaw(string instance)
    {
        TaskCompletionSource? thawed;
        lock (_lock)
        {
            _frozen.Remove(instance, out thawed);
        }

        // What was held goes on here, on the thread of whoever thaws, so that a simulation stays on one thread.
        thawed?.SetResult();
    }

    public Task WhileFrozenAsync(string instance)
    {
        lock (_lock)
        {
            return _frozen.TryGetValue(instance, out var thawed) ? thawed.Task : Task.CompletedTask;
        }
    }

    private async Task ThawAfterAsync(string instance, TimeSpan span)
    {
        await Task.Delay(span, time).ConfigureAwait(false);
        Thaw(instance);
    }
}
