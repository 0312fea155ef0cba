using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Sees to it that a collection is registered before it holds anything.</summary>
internal sealed class Registration(string collection, ICommitLog log)
{
    private volatile bool _isDone;

    /// <summary>Ends when the collection is registered. One that has ever been committed to is.</summary>
    /// <exception cref="StoreException">That is not known.</exception>
    public async ValueTask EnsureAsync(ReplicaState state, CancellationToken cancellationToken)
    {
        if (state.Head.Revision == 0 && !_isDone)
        {
            await log.RegisterAsync(collection, cancellationToken).ConfigureAwait(false);
            _isDone = true;
        }
    }
}
