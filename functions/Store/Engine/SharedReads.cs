namespace CloudOrchestrator.Store.Engine;

/// <summary>Shares a query between requests: each relies only on a query that was sent after the request arrived.</summary>
internal sealed class SharedReads(Func<Task> query)
{
    private readonly Lock _lock = new();
    private Task? _running;
    private Task? _next;

    /// <summary>Ends when a query that was sent after this call has been answered.</summary>
    public Task ReadAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_running is null || _running.IsCompleted)
            {
                return (_running = query()).WaitAsync(cancellationToken);
            }

            return (_next ??= NextAsync(_running)).WaitAsync(cancellationToken);
        }
    }

    private async Task NextAsync(Task before)
    {
        await ((Task)before.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default)).ConfigureAwait(false);
        Task mine;
        lock (_lock)
        {
            mine = _running = query();
            _next = null;
        }

        await mine.ConfigureAwait(false);
    }
}
