using System.Collections.Frozen;
using System.Text.Json.Nodes;
using CloudOrchestrator.Resources.Kinds;
using CloudOrchestrator.Resources.Kinds.Apiextensions;
using CloudOrchestrator.Resources.Reading;
using CloudOrchestrator.Store;

namespace CloudOrchestrator.Resources.CustomResources;

/// <summary>The table of all kinds served: the built-in ones, and those that the definitions make as they are now.</summary>
/// <remarks>
/// What this process writes it knows at once, and so does everyone where there is one process alone. What another has written it asks for at most
/// once a second, and only where a custom kind is wanted.
/// </remarks>
internal sealed class ServedKinds(IDocumentStore store, TimeProvider time)
{
    /// <summary>How old the table may be that <see cref="RecentAsync"/> answers.</summary>
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private FrozenDictionary<string, (long Revision, IReadOnlyList<ResourceKind> Kinds)> _known = FrozenDictionary<string, (long, IReadOnlyList<ResourceKind>)>.Empty;
    private KindTable _table = KindTable.BuiltIn;
    private long _revision = -1;
    private long? _asked;

    /// <summary>Not asked for before it is needed: a store that tells reactors of its commits looks them up then, and they lean on this.</summary>
    private IDocumentCollection Definitions => store.Collection(CollectionIndexes.DefinitionOf(ApiextensionsKinds.CustomResourceDefinitions));

    /// <summary>The table at hand, however old.</summary>
    public KindTable Table => Volatile.Read(ref _table);

    /// <summary>A table of which no part is older than a second.</summary>
    public async ValueTask<KindTable> RecentAsync(CancellationToken cancellationToken)
    {
        bool isRecent;
        var now = time.GetTimestamp();
        lock (_lock)
        {
            isRecent = _asked is { } asked && time.GetElapsedTime(asked, now) < AgeMax;
        }

        if (!isRecent)
        {
            return await CurrentAsync(cancellationToken).ConfigureAwait(false);
        }

        return Take(await Definitions.ReadAnyAsync(cancellationToken).ConfigureAwait(false));
    }

    /// <summary>The table as of now: at least as new as every definition that anyone was told of before the call.</summary>
    public async ValueTask<KindTable> CurrentAsync(CancellationToken cancellationToken)
    {
        var now = time.GetTimestamp();
        var table = Take(await Definitions.ReadCurrentAsync(cancellationToken).ConfigureAwait(false));
        lock (_lock)
        {
            _asked = _asked is { } asked && asked > now ? asked : now;
        }

        return table;
    }

    private KindTable Take(CollectionState state)
    {
        lock (_lock)
        {
            if (state.Revision > _revision)
            {
                MakeNeedsLock(state);
                _revision = state.Revision;
            }

            return _table;
        }
    }

    /// <summary>The kinds of a definition that has not changed are the same ones, so that what readers derived by them stays.</summary>
    private void MakeNeedsLock(CollectionState state)
    {
        var items = state.Objects(null).ToList();
        if (_table.KnowsCustom && items.Count == _known.Count && items.All(item => _known.TryGetValue(item.Key, out var known) && known.Revision == item.Revision))
        {
            return;
        }

        var gone = _known.Where(known => state.Find(known.Key) is null).SelectMany(known => known.Value.Kinds);
        _known = items.ToFrozenDictionary(
            item => item.Key,
            item => _known.TryGetValue(item.Key, out var known) && known.Revision == item.Revision
                ? known
                : (item.Revision, CustomKinds.Served((JsonObject)JsonDocuments.Parse(item.Document.Bytes.Span)!)),
            StringComparer.Ordinal);
        var custom = items.SelectMany(item => _known[item.Key].Kinds).Where(kind => KindTable.BuiltIn.Find(kind.Group, kind.Version, kind.Plural) is null);
        Volatile.Write(ref _table, new KindTable([.. KindTable.BuiltIn.All, .. custom]) { KnowsCustom = true, Gone = [.. gone, .. _table.Gone.Take(KindTable.GoneMax)] });
    }
}
