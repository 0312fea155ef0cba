namespace CloudOrchestrator.FakeAzureStorage.Faults;

/// <summary>Which instances are frozen, and what waits for them to thaw.</summary>
internal sealed class FrozenInstances(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<TaskCompletionSource>> _frozen = [];

    public void Freeze(string instance, TimeSpan? span)
    {
        lock (_lock)
        {
            if (!_frozen.TryAdd(instance, []))
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
        List<TaskCompletionSource>? waiting;
        lock (_lock)
        {
            _frozen.Remove(instance, out waiting);
        }

        // Each goes on here, in the order in which it came, on the thread of whoever thaws: with one task for all, all but one would
        // go on elsewhere, and a simulation would leave its thread.
        waiting?.ForEach(waiter => waiter.SetResult());
    }

    public Task WhileFrozenAsync(string instance)
    {
        lock (_lock)
        {
            if (!_frozen.TryGetValue(instance, out var waiting))
            {
                return Task.CompletedTask;
            }

            var waiter = new TaskCompletionSource();
            waiting.Add(waiter);
            return waiter.Task;
        }
    }

    private async Task ThawAfterAsync(string instance, TimeSpan span)
    {
        await Task.Delay(span, time).ConfigureAwait(false);
        Thaw(instance);
    }
}
