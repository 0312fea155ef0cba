using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Writing;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.Reading;

/// <summary>Lists.</summary>
internal sealed class ReadPath(IDocumentStore store, TimeProvider time)
{
    private const string ExpiredMessage = "The provided continue parameter is too old to display a consistent list result. "
        + "You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. "
        + "Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    public async ValueTask<ListOutcome> ListAsync(ResourceKind kind, ListQuery query, CancellationToken cancellationToken)
    {
        var collection = store.Collection(CollectionIndexes.DefinitionOf(kind));
        if (query.ReplayId is { } id && !query.IsOfOneRevision)
        {
            var (revision, refusal) = await ListReplay.RevisionAsync(collection, id, query.ResourceVersion, time.GetUtcNow()).ConfigureAwait(false);
            if (refusal is not null)
            {
                return new ListOutcome.Refused(refusal);
            }

            query = query with { ResourceVersion = revision, Match = ResourceVersionMatch.Exact };
        }

        var after = (string?)null;
        CollectionState state;
        if (query.Continue is { Length: > 0 } text)
        {
            if (!ContinueToken.TryParse(text, out var token))
            {
                return new ListOutcome.Refused(new Refusal.BadRequest("invalid continue token: continue key is not valid"));
            }

            switch (await collection.ReadShownAsync(token.Revision, cancellationToken).ConfigureAwait(false))
            {
                case StateOutcome.Found found:
                    state = found.State;
                    after = token.KeyIn(state);
                    break;
                case StateOutcome.Compacted:
                    var head = await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
                    return new ListOutcome.Refused(new Refusal.Expired(ExpiredMessage, (token with { Revision = head.Revision }).ToString()));
                default:
                    return new ListOutcome.Refused(new Refusal.BadRequest("invalid continue token: continue key is not valid"));
            }
        }
        else if (query is { Match: ResourceVersionMatch.Exact, ResourceVersion: > 0 and var exact })
        {
            switch (await collection.ReadShownAsync(exact, cancellationToken).ConfigureAwait(false))
            {
                case StateOutcome.Found found:
                    state = found.State;
                    break;
                case StateOutcome.Compacted:
                    return new ListOutcome.Refused(new Refusal.Expired("The resourceVersion for the provided list is too old."));
                case StateOutcome.Future future:
                    return new ListOutcome.Refused(new Refusal.RevisionTooLarge(exact, future.CurrentRevision));
                default:
                    throw new InvalidOperationException("A state outcome has no further forms.");
            }
        }
        else
        {
            // For 0 too, which asks for no freshness: what this instance has at hand may be hours old.
            state = await collection.ReadCurrentAsync(cancellationToken).ConfigureAwait(false);
            if (state.Before(query.ResourceVersion) is { } early)
            {
                return new ListOutcome.Refused(early);
            }
        }

        return Page(kind, query, state, after);
    }

    private static ListOutcome.Page Page(ResourceKind kind, ListQuery query, CollectionState state, string? after)
    {
        var items = new List<ResourceObject>();
        var candidates = Candidates(kind, query, state, after);
        string? last = null;
        foreach (var item in candidates)
        {
            if (query.Limit > 0 && items.Count == query.Limit)
            {
                var remaining = query.Labels.IsEverything && query.Fields.IsEverything
                    ? state.Count(kind, query.Namespace, last)
                    : (long?)null;
                return new ListOutcome.Page(items, state.Revision, ContinueToken.Behind(state.Revision, last!).ToString(), remaining);
            }

            // Of what is not selected nothing but its labels is looked at: the rest of it may be far from the processor.
            var facts = ObjectFacts.Of(item);
            if (query.Labels.Matches(facts.Labels) && facts.As(kind, item) is var resource && query.Fields.Matches(resource))
            {
                items.Add(resource);
                last = item.Key;
            }
        }

        return new ListOutcome.Page(items, state.Shown(), null, null);
    }

    private static IEnumerable<StoredObject> Candidates(ResourceKind kind, ListQuery query, CollectionState state, string? after)
    {
        if (query.Fields.ExactName is { } name && (query.Namespace is not null || !kind.Namespaced))
        {
            return state.Find(CollectionKeys.Of(new ObjectName(query.Namespace ?? "", name))) is { } found && after is null ? [found] : [];
        }

        var prefix = CollectionKeys.Prefix(query.Namespace);
        return query.Fields.ExactNode is { Length: > 0 } node && kind.Collection == "pods"
            ? state.ByIndex(CollectionIndexes.Node, node).Where(item => item.Key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(item.Key, after) > 0)
            : state.Objects(kind, query.Namespace, after);
    }
}
