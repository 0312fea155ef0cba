namespace CloudOrchestrator.LocalAzure.Storage;

/// <summary>The next call of a kind, which is held on its way until it is let go.</summary>
public sealed class HeldCall
{
    private readonly Func<StorageCall, bool> _matches;
    private readonly TaskCompletionSource<StorageCall> _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal HeldCall(Func<StorageCall, bool> matches, bool afterwards)
    {
        _matches = matches;
        Afterwards = afterwards;
    }

    /// <summary>Done when it is held.</summary>
    public Task<StorageCall> Held => _held.Task;

    /// <summary>Whether the account has carried it out by then, and only the answer is missing.</summary>
    internal bool Afterwards { get; }

    /// <summary>Lets it go.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Whether this is the one.</summary>
    internal bool Takes(StorageCall call) => !_held.Task.IsCompleted && _matches(call);

    internal Task WaitAsync(StorageCall call, CancellationToken cancellationToken)
    {
        _held.TrySetResult(call);
        return _released.Task.WaitAsync(cancellationToken);
    }
}
