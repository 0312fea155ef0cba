using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Notices;

/// <summary>What a commit is to those who react to it: one event.</summary>
/// <param name="Groups">The groups that it is for, each once.</param>
/// <param name="Collection">The collection's name.</param>
/// <param name="FirstRevision">The first revision that it speaks of.</param>
/// <param name="LastRevision">The last.</param>
/// <param name="Origin">Who committed.</param>
/// <param name="Wakes">The keys to look at, by the group that is to look at them; null where any may have changed.</param>
internal sealed record GroupNotice(
    IReadOnlyList<ReactorGroup> Groups,
    string Collection,
    long FirstRevision,
    long LastRevision,
    NoticeOrigin Origin,
    IReadOnlyDictionary<ReactorGroup, IReadOnlyList<Wake>>? Wakes)
{
    /// <summary>The origin of news that no process takes for its own.</summary>
    public static readonly NoticeOrigin NobodysOwn = new("unknown", 0);

    /// <summary>When the news was first published; null for now.</summary>
    public DateTimeOffset? At { get; init; }
}
