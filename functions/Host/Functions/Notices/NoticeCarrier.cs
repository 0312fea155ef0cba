using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Notices;

/// <summary>Carries the reactors' notices through Event Grid.</summary>
internal sealed class NoticeCarrier(EventGridNotices events) : INoticeCarrier
{
    /// <summary>Of a commit that somebody else made, which no process takes for its own.</summary>
    private static readonly NoticeOrigin Unknown = new("unknown", 0);

    public Task CarryAsync(IReadOnlyList<ReactorNotice> notices, CancellationToken cancellationToken) =>
        events.PublishAsync([.. notices.Select(Group)], cancellationToken);

    private static GroupNotice Group(ReactorNotice notice) => new(
        notice.Groups,
        notice.Collection,
        notice.FirstRevision,
        notice.LastRevision,
        notice.Origin ?? Unknown,
        notice.ByGroup);
}
