using CloudOrchestrator.Store.CommitLog;

namespace CloudOrchestrator.Store.Engine;

/// <summary>Where the parts of a collection get its copy from.</summary>
internal interface IReplicaSource
{
    /// <summary>The copy, opened if it is not yet.</summary>
    ValueTask<Replica> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Ends once the copy has applied all that the log held when a query was sent after this call.</summary>
    Task RefreshAsync(CancellationToken cancellationToken);

    /// <summary>Time since the sending of the query or commit that last proved the copy current.</summary>
    TimeSpan SinceProof { get; }

    /// <summary>To be called before a commit is sent: should it land, it proves the copy current.</summary>
    SharedReads.SentCommit Sending();

    /// <summary>A commit landed and is applied.</summary>
    void Landed(SharedReads.SentCommit commit);

    /// <summary>Applies a tail that was read behind a state of the copy.</summary>
    Task TakeAsync(Replica replica, ReplicaState sent, LogTail tail);
}
