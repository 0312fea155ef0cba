using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.CustomResources;
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

    private IReadOnlyList<IReactor>? _custom;

    private IReadOnlyList<IReactor> Custom => _custom ??= [.. runs.Reactors.Where(reactor => reactor.CustomTrigger is not null)];

    public CollectionDefinition? Definition(string collection) => Of(collection)?.Definition;

    public IReadOnlyCollection<string> Recipients(string collection, IReadOnlyList<StoreChange> changes)
    {
        var recipients = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in changes.Where(change => !CollectionKeys.IsHidden(change.Key)))
        {
            foreach (var (reactor, trigger) in Of(collection, change)!.Triggers)
            {
                recipients.UnionWith(trigger.Keys(Wrap(trigger, change.After is null ? change.Last : change.Before), Wrap(trigger, change.After)).Select(key => new Wake(reactor.Name, key).ToString()));
            }
        }

        return recipients;
    }

    public void Committed(CommitNotice notice) => runs.Committed(notice.Recipients?.Select(Wake.Parse) ?? [], notice.Sequence);

    public Task PublishAsync(IReadOnlyList<CommitNotice> notices, CancellationToken cancellationToken) =>
        carrier.CarryAsync([.. notices.Select(Notice)], cancellationToken);

    /// <summary>What reacts to a collection; null for nothing. Any custom kind's has the same reactors, whether this process has heard of its definition or not.</summary>
    /// <param name="collection">The collection.</param>
    /// <param name="change">A change whose document says which kind it is; null where that does not matter.</param>
    private CollectionTriggers? Of(string collection, StoreChange? change = null)
    {
        if (!collection.StartsWith(CustomKinds.CollectionPrefix, StringComparison.Ordinal) || Custom.Count == 0)
        {
            return Collections.GetValueOrDefault(collection);
        }

        var item = change?.After ?? change?.Last ?? change?.Before;
        var kind = CustomKinds.Bare(collection, item is null ? new JsonObject() : JsonDocuments.Parse(item.Document.Bytes.Span)!);
        return new CollectionTriggers(CollectionIndexes.DefinitionOf(collection), [.. Custom.Select(reactor => (reactor, new ReactorTrigger(kind, reactor.CustomTrigger!)))]);
    }

    private static StoredResource? Wrap(ReactorTrigger trigger, StoredObject? item) => item is null ? null : StoredResourceState.Wrap(trigger.Kind, item);

    private ReactorNotice Notice(CommitNotice notice)
    {
        var groups = Of(notice.Collection)!.Triggers.Select(pair => pair.Reactor).DistinctBy(reactor => reactor.Name).ToDictionary(reactor => reactor.Name, reactor => reactor.Group, StringComparer.Ordinal);
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
