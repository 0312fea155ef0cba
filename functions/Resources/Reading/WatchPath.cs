using System.Runtime.CompilerServices;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Watches.</summary>
internal sealed class WatchPath(IDocumentStore store, TimeProvider time)
{
    /// <summary>A watch that asked for bookmarks gets one at least this often.</summary>
    private static readonly TimeSpan BookmarkPeriod = TimeSpan.FromSeconds(60);

    public async ValueTask<ResourceWatchOutcome> WatchAsync(ResourceKind kind, WatchQuery query, CancellationToken cancellationToken)
    {
        var collection = store.Collection(CollectionIndexes.DefinitionOf(kind));
        IReadOnlyList<WatchItem> initial = [];
        var after = query.ResourceVersion ?? 0;
        if (after == 0 || query.SendInitialEvents == true)
        {
            var state = await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
            if (state.Before(after) is { } early)
            {
                return new ResourceWatchOutcome.Refused(early);
            }

            initial = query.SendInitialEvents == false ? [] : Initial(kind, query, state);
            after = state.Shown();
        }
        else if (kind.Definition is not null
            && (await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false)).Find(CollectionKeys.Established) is { } established && after < established.Revision)
        {
            // What changed before was of another definition of that name, whose objects may have had another form and another scope.
            return new ResourceWatchOutcome.Refused(new Refusal.Expired($"too old resource version: {after} ({established.Revision})"));
        }

        return await collection.WatchShownAsync(after, cancellationToken).ConfigureAwait(false) switch
        {
            WatchOutcome.Watching watching => new ResourceWatchOutcome.Watching(Items(kind, query, initial, watching.Batches, after, cancellationToken)),
            WatchOutcome.Compacted compacted => new ResourceWatchOutcome.Refused(new Refusal.Expired($"too old resource version: {after} ({compacted.OldestRevision})")),
            WatchOutcome.Future future => new ResourceWatchOutcome.Refused(new Refusal.RevisionTooLarge(after, future.CurrentRevision)),
            _ => throw new InvalidOperationException("A watch outcome has no further forms."),
        };
    }

    private static List<WatchItem> Initial(ResourceKind kind, WatchQuery query, CollectionState state)
    {
        var items = new List<WatchItem>();
        foreach (var item in state.Objects(kind, query.Namespace))
        {
            if (Selects(query, kind, item) is { } selected)
            {
                items.Add(new WatchItem.Added(selected));
            }
        }

        if (query.SendInitialEvents == true)
        {
            items.Add(new WatchItem.Bookmark(state.Shown(), InitialEventsEnd: true));
        }

        return items;
    }

    private async IAsyncEnumerable<IReadOnlyList<WatchItem>> Items(
        ResourceKind kind,
        WatchQuery query,
        IReadOnlyList<WatchItem> initial,
        IAsyncEnumerable<ChangeBatch> batches,
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return initial;
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var changes = batches.GetAsyncEnumerator(leaving.Token);
        var proven = after;
        Task<bool>? next = null;
        var end = query.EndsWithDefinition && kind.Definition is not null ? DefinitionEnd.WaitAsync(store, kind, leaving.Token) : null;
        var isEnding = false;
        try
        {
            var bookmarkDue = BookmarkDue(query, leaving.Token);
            while (!IsOver(end, proven))
            {
                next ??= changes.MoveNextAsync().AsTask();
                var ending = isEnding ? null : end;
                if (!next.IsCompleted && (bookmarkDue is not null || ending is not null))
                {
                    await Task.WhenAny(next, bookmarkDue ?? next, (Task?)ending ?? next).ConfigureAwait(false);
                }

                if (bookmarkDue is { IsCompletedSuccessfully: true })
                {
                    bookmarkDue = BookmarkDue(query, leaving.Token);
                    yield return [new WatchItem.Bookmark(proven, InitialEventsEnd: false)];
                    continue;
                }

                if (!next.IsCompleted && !isEnding && end is { IsCompleted: true })
                {
                    // What went with the definition is told before the end.
                    isEnding = true;
                    continue;
                }

                var (ended, failure) = await EndedAsync(next).ConfigureAwait(false);
                next = null;
                if (failure is not null)
                {
                    yield return [new WatchItem.Failed(failure)];
                }

                if (ended)
                {
                    yield break;
                }

                proven = changes.Current.ProvenRevision;
                if (Selected(kind, query, changes.Current.Changes) is { Count: > 0 } items)
                {
                    yield return items;
                }
            }
        }
        finally
        {
            // Whoever leaves at a bookmark leaves while the next changes are still being waited for.
            await leaving.CancelAsync().ConfigureAwait(false);
            if (next is not null)
            {
                await EndedAsync(next).ConfigureAwait(false);
            }

            if (end is not null)
            {
                await Task.WhenAny(end).ConfigureAwait(false);
                _ = end.Exception;
            }
        }
    }

    /// <summary>Whether what is watched is over, and all that led to it has been told.</summary>
    private static bool IsOver(Task<long>? end, long proven) => end is { IsCompleted: true } && (!end.IsCompletedSuccessfully || proven >= end.Result);

    private Task? BookmarkDue(WatchQuery query, CancellationToken cancellationToken) =>
        query.AllowBookmarks ? Task.Delay(BookmarkPeriod, time, cancellationToken) : null;

    private static async Task<(bool Ended, Refusal? Failure)> EndedAsync(Task<bool> next)
    {
        try
        {
            return (!await next.ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            return (true, null);
        }
        catch (SlowReaderException fault)
        {
            return (true, new Refusal.Expired(fault.Message));
        }
    }

    private static List<WatchItem> Selected(ResourceKind kind, WatchQuery query, IReadOnlyList<StoreChange> changes)
    {
        var items = new List<WatchItem>();
        foreach (var change in changes)
        {
            if (Item(kind, query, change) is { } item)
            {
                items.Add(item);
            }
        }

        return items;
    }

    /// <summary>What a change is to a watch with selectors: coming to match is an addition, ceasing to match a deletion.</summary>
    private static WatchItem? Item(ResourceKind kind, WatchQuery query, StoreChange change)
    {
        var before = change.Before is { } old ? Selects(query, kind, old) : null;
        var after = change.After is { } now ? Selects(query, kind, now) : null;
        return (before, after) switch
        {
            (null, null) => null,
            (null, not null) => new WatchItem.Added(after),
            (not null, not null) => new WatchItem.Modified(after),
            _ => new WatchItem.Deleted(Gone(kind, change)),
        };
    }

    /// <summary>The last matching state, with the revision of the change that took it away.</summary>
    private static StoredResource Gone(ResourceKind kind, StoreChange change) =>
        StoredResourceState.Wrap(kind, change.Last ?? new StoredObject(change.Key, change.Revision, change.Before!.Document));

    private static StoredResource? Selects(WatchQuery query, ResourceKind kind, StoredObject item)
    {
        if (!CollectionKeys.IsOf(kind, item.Key) || (!string.IsNullOrEmpty(query.Namespace) && !item.Key.StartsWith(CollectionKeys.Prefix(query.Namespace), StringComparison.Ordinal)))
        {
            return null;
        }

        var wrapped = StoredResourceState.Wrap(kind, item);
        return query.Labels.Matches(wrapped.Labels) && query.Fields.Matches(wrapped) ? wrapped : null;
    }
}
