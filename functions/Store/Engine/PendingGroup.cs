namespace CloudOrchestrator.Store.Engine;

/// <summary>Writes that succeed or fail whole, waiting for a commit.</summary>
internal sealed class PendingGroup(IReadOnlyList<Write> writes)
{
    private readonly TaskCompletionSource<IReadOnlyList<WriteOutcome>> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<Write> Writes { get; } = writes;

    public Task<IReadOnlyList<WriteOutcome>> Done => _done.Task;

    public void Complete(IReadOnlyList<WriteOutcome> outcomes) => _done.TrySetResult(outcomes);

    public void Complete(WriteOutcome outcome) => _done.TrySetResult([.. Writes.Select(_ => outcome)]);

    public void Fail(Exception fault) => _done.TrySetException(fault);
}
