namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Where one key of a work queue stands. Not safe for several threads.</summary>
internal sealed class QueuedKey
{
    private List<TaskCompletionSource<KeyRun>> _waitForNext = [];
    private List<TaskCompletionSource<KeyRun>> _waitForThis = [];
    private bool _again;

    public bool IsRunning { get; private set; }

    public bool IsInLine { get; private set; }

    /// <summary>The place of the process's newest commit when the run started that goes on or was the last.</summary>
    public long StartedAt { get; private set; }

    /// <summary>How many runs in a row ended as the last did: in a failure that another attempt may get through, or refused for good.</summary>
    public int Failures { get; set; }

    /// <summary>The last run, where it was refused for good.</summary>
    public KeyRun? Refused { get; set; }

    /// <summary>Puts the key in line later; null where nothing does.</summary>
    public ITimer? Timer { get; set; }

    /// <summary>Whether nothing is left to be remembered of it.</summary>
    public bool IsAtRest => !IsRunning && !IsInLine && Timer is null && Failures == 0 && _waitForNext.Count == 0;

    /// <summary>Answers whether the key is to be put in line now.</summary>
    public bool Add()
    {
        if (IsRunning)
        {
            _again = true;
            return false;
        }

        return !IsInLine && (IsInLine = true);
    }

    public void Start(long commits)
    {
        (IsInLine, IsRunning, StartedAt) = (false, true, commits);
        (_waitForThis, _waitForNext) = (_waitForNext, []);
    }

    /// <summary>Answers whether the key was added while it ran.</summary>
    public bool Finish(KeyRun run)
    {
        var again = _again;
        (IsRunning, _again) = (false, false);
        _waitForThis.ForEach(waiting => waiting.TrySetResult(run));
        _waitForThis = [];
        return again;
    }

    public Task<KeyRun> WaitForThisRun() => Wait(_waitForThis);

    public Task<KeyRun> WaitForNextRun() => Wait(_waitForNext);

    private static Task<KeyRun> Wait(List<TaskCompletionSource<KeyRun>> waiting)
    {
        // Those who waited must not run under the queue's lock.
        var source = new TaskCompletionSource<KeyRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        waiting.Add(source);
        return source.Task;
    }
}
