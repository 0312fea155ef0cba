using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Where the parts of a collection get its copy from.</summary>
internal interface IReplicaSource
{
    /// <summary>The copy, opened if it is not yet.</summary>
    ValueTask<Replica> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Ends once the copy has applied all that the log held when a query was sent after this call.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Applies a tail that was read behind a state of the copy.</summary>
    Task TakeAsync(Replica replica, ReplicaState sent, LogTail tail);
}
