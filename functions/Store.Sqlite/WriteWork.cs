namespace CloudOrchestrator.Store.Sqlite;

/// <summary>Work for the one writer that answers something.</summary>
/// <param name="run">Runs inside the transaction; answers what to tell the caller once it is durable.</param>
internal sealed class WriteWork<T>(Func<T> run) : WriteRequest
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _answer = default!;

    public Task<T> Done => _done.Task;

    /// <summary>What to answer where the transaction was not written; null to throw.</summary>
    public Func<string, T>? OnRejected { get; init; }

    /// <summary>What to answer where nobody knows; null to throw.</summary>
    public Func<string, T>? OnUnknown { get; init; }

    public override void Run() => _answer = run();

    public override void Succeed() => _done.TrySetResult(_answer);

    public override void Reject(string reason) => Answer(OnRejected, reason);

    public override void Fail(string reason) => Answer(OnUnknown, reason);

    private void Answer(Func<string, T>? answer, string reason)
    {
        if (answer is not null)
        {
            _done.TrySetResult(answer(reason));
        }
        else
        {
            _done.TrySetException(new StoreException(reason));
        }
    }
}
