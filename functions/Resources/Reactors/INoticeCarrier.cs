namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Carries notices between the processes of a cluster, at least once, in any order.</summary>
public interface INoticeCarrier
{
    /// <summary>Ends once every notice has been taken for delivery.</summary>
    Task CarryAsync(IReadOnlyList<ReactorNotice> notices, CancellationToken cancellationToken);
}

/// <summary>Tells reactors that changes concern them.</summary>
/// <param name="Groups">The groups of the reactors, each once, in the order of the enumeration.</param>
/// <param name="Collection">The collection that changed.</param>
/// <param name="FirstRevision">The first revision that it speaks of.</param>
/// <param name="LastRevision">The last.</param>
/// <param name="Origin">Whose commit it was; null where that is not known.</param>
/// <param name="ByGroup">The keys by the group in which the committer has their reactor: another version may have it in another, or not at all. Null where
/// they are too many or not known: then it is all of these groups' reactors.</param>
public sealed record ReactorNotice(
    IReadOnlyList<ReactorGroup> Groups,
    string Collection,
    long FirstRevision,
    long LastRevision,
    NoticeOrigin? Origin,
    IReadOnlyDictionary<ReactorGroup, IReadOnlyList<Wake>>? ByGroup)
{
    /// <summary>The keys of all groups; null where they are too many or not known.</summary>
    public IReadOnlyList<Wake>? Wakes => ByGroup is null ? null : [.. ByGroup.Values.SelectMany(wakes => wakes)];
}
