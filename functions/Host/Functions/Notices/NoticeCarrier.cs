using CloudOrchestrator.Resources.Reactors;

namespace CloudOrchestrator.Host.Functions.Notices;

/// <summary>Carries the reactors' notices through Event Grid.</summary>
internal sealed class NoticeCarrier(EventGridNotices events) : INoticeCarrier
{
    public Task CarryAsync(IReadOnlyList<ReactorNotice> notices, CancellationToken cancellationToken) =>
        events.PublishAsync([.. notices.Select(Group)], cancellationToken);

    private static GroupNotice Group(ReactorNotice notice) => new(
        notice.Groups,
        notice.Collection,
        notice.FirstRevision,
        notice.LastRevision,
        notice.Origin ?? GroupNotice.NobodysOwn,
        notice.ByGroup);
}
