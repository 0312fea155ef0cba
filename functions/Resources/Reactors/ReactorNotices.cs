using System.Collections.Frozen;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;
using CloudOrchestrator.Store.Notices;

namespace CloudOrchestrator.Resources.Reactors;

/// <summary>Turns commits into what the reactors' triggers make of them: for this process at once, for all of them through the carrier.</summary>
internal sealed class ReactorNotices(ReactorRuns runs, INoticeCarrier carrier) : INoticePublisher
{
    private FrozenDictionary<string, CollectionTriggers>? _collections;

    private FrozenDictionary<string, CollectionTriggers> Collections => _collections ??= runs.Reactors
        .SelectMany(reactor => reactor.Triggers.Select(trigger => (Reactor: reactor, Trigger: trigger)))
        .GroupBy(pair => CollectionIndexes.DefinitionOf(pair.Trigger.Kind))
        .ToFrozenDictionary(group => group.Key.Name, group => new CollectionTriggers(group.Key, [.. group]), StringComparer.Ordinal);

    public CollectionDefinition? Definition(string collection) => Collections.GetValueOrDefault(collection)?.Definition;

    public IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes)
    {
        var recipients = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => !CollectionKeys.IsHidden(change.Key)))
        {
            foreach (var (reactor, trigger) in Collections[collection].Triggers)
            {
                recipients.UnionWith(trigger.Keys(Wrap(trigger, change.After is null ? change.Last : change.Before), Wrap(trigger, change.After)).Select(key => new Wake(reactor.Name, key).ToString()));
            }
        }

        return recipients;
    }

    public void Committed(CommitNotice notice) => runs.Committed(notice.Recipients?.Select(Wake.Parse) ?? [], notice.Sequence);

    public Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken) =>
        carrier.CarryAsync([.. notices.Select(Notice)], cancellationToken);

    private static StoredResource? Wrap(ReactorTrigger trigger, StoredObject? item) => item is null ? null : StoredResourceState.Wrap(trigger.Kind, item);

    private ReactorNotice Notice(CommitNotice notice)
    {
        var groups = Collections[notice.Collection].Triggers.Select(pair => pair.Reactor).DistinctBy(reactor => reactor.Name).ToDictionary(reactor => reactor.Name, reactor => reactor.Group, StringComparer.Ordinal);
        var wakes = notice.Recipients?.Select(Wake.Parse).GroupBy(wake => groups[wake.Reactor]).ToDictionary(group => group.Key, IReadOnlyList<Wake> (group) => [.. group]);
        return new ReactorNotice(
            [.. (wakes?.Keys.AsEnumerable() ?? groups.Values.Distinct()).Order()],
            notice.Collection,
            notice.FirstRevision,
            notice.LastRevision,
            notice.Sequence > 0 ? new NoticeOrigin(runs.Instance, notice.Sequence) : null,
            wakes);
    }

    /// <summary>What reacts to one collection.</summary>
    private sealed record CollectionTriggers(CollectionDefinition Definition, IReadOnlyList<(IReactor Reactor, ReactorTrigger Trigger)> Triggers);
}
