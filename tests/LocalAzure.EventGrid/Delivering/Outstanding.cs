namespace CloudOrchestrator.LocalAzure.EventGrid.Delivering;

/// <summary>How much is left to do, and whether anything of it is being done.</summary>
internal sealed class Outstanding
{
    private readonly Lock _lock = new();
    private int _pending;
    private int _underway;
    private TaskCompletionSource? _settled;
    private TaskCompletionSource? _quiet;

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _pending;
            }
        }
    }

    public void Add(int events)
    {
        lock (_lock)
        {
            _pending += events;
            CompleteNeedsLock(ref _settled, _pending);
        }
    }

    public void Remove(int events) => Add(-events);

    /// <summary>Something is being done from here to its <see cref="End"/>, that comes after the start of whatever follows from it.</summary>
    public void Begin() => Change(1);

    public void End() => Change(-1);

    public Task SettledAsync() => ZeroAsync(ref _settled, ref _pending);

    public Task QuietAsync() => ZeroAsync(ref _quiet, ref _underway);

    private void Change(int by)
    {
        lock (_lock)
        {
            _underway += by;
            CompleteNeedsLock(ref _quiet, _underway);
        }
    }

    private Task ZeroAsync(ref TaskCompletionSource? waiting, ref int count)
    {
        lock (_lock)
        {
            return count == 0 ? Task.CompletedTask : (waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private static void CompleteNeedsLock(ref TaskCompletionSource? waiting, int count)
    {
        if (count == 0)
        {
            waiting?.SetResult();
            waiting = null;
        }
    }
}
