namespace CloudOrchestrator.Store.Notices;

/// <summary>Carries notices to the reactors of a cluster, such as Event Grid does. At least once, in any order.</summary>
public interface INoticePublisher
{
    /// <summary>The definition of a collection that something reacts to; null where nothing does. Pure.</summary>
    CollectionDefinition? Definition(string collection);

    /// <summary>Whom changes of a collection concern, in words of the publisher's own. Pure. Where it is nobody, nothing is published.</summary>
    IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes);

    /// <summary>Takes note of a commit of this process, before its writers are answered. Quick: what it starts it does not wait for.</summary>
    void Committed(CommitNotice notice);

    /// <summary>Ends once every notice has been taken for delivery. One that throws is asked again, with the same notices or with more.</summary>
    Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken);
}
