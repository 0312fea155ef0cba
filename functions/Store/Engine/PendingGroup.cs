namespace CloudOrchestrator.Store.Engine;

/// <summary>Writes that succeed or fail whole, waiting for a commit.</summary>
internal sealed class PendingGroup(IReadOnlyList<Write> writes)
{
    private readonly TaskCompletionSource<IReadOnlyList<WriteOutcome>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Write> Writes { get; } = writes;

    /// <summary>Whether it stands for the commit without changes that compacts what clients see.</summary>
    public bool IsCompaction { get; init; }

    public Task<IReadOnlyList<WriteOutcome>> Done => _done.Task;

    /// <summary>Whether its caller has been answered, so that it must not run again.</summary>
    public bool IsAnswered => _done.Task.IsCompleted;

    public void Complete(IReadOnlyList<WriteOutcome> outcomes) => _done.TrySetResult(outcomes);

    public void Complete(WriteOutcome outcome) => _done.TrySetResult([.. Writes.Select(_ => outcome)]);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
