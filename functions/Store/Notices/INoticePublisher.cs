namespace CloudOrchestrator.Store.Notices;

/// <summary>Carries notices to the reactors of a cluster, such as Event Grid does. At least once, in any order.</summary>
public interface INoticePublisher
{
    /// <summary>Whether anything reacts to a collection. Pure.</summary>
    bool Wants(string collection);

    /// <summary>Ends once every notice has been taken for delivery. One that throws is asked again, with the same notices or with more.</summary>
    Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken);
}
