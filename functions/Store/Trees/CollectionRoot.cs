using System.Globalization;

namespace CloudOrchestrator.Store.Trees;

/// <summary>A collection at one revision, as trees: by key, by each declared index, and by expiry.</summary>
internal sealed class CollectionRoot : CollectionState
{
    /// <summary>Stands between an index value and the key. Neither holds it: it is below every printable character.</summary>
    private const char Separator = '\0';

    private readonly CollectionDefinition _definition;
    private readonly SortedTree<StoredObject> _objects;
    private readonly SortedTree<StoredObject>[] _indexes;
    private readonly SortedTree<StoredObject> _expiries;

    private CollectionRoot(
        CollectionDefinition definition,
        long revision,
        ulong digest,
        SortedTree<StoredObject> objects,
        SortedTree<StoredObject>[] indexes,
        SortedTree<StoredObject> expiries)
    {
        _definition = definition;
        _objects = objects;
        _indexes = indexes;
        _expiries = expiries;
        Revision = revision;
        Digest = digest;
    }

    public override long Revision { get; }

    /// <summary>The sum of the objects' hashes: equal revisions have equal digests on every instance.</summary>
    public ulong Digest { get; }

    public override int Count => _objects.Count;

    public static CollectionRoot Empty(CollectionDefinition definition) =>
        new(definition, 0, 0, SortedTree<StoredObject>.Empty, [.. definition.Indexes.Select(_ => SortedTree<StoredObject>.Empty)], SortedTree<StoredObject>.Empty);

    /// <summary>The state that holds these objects.</summary>
    public static CollectionRoot Of(CollectionDefinition definition, long revision, List<StoredObject> objects)
    {
        var digest = objects.Aggregate(0UL, (sum, item) => unchecked(sum + item.Hash));
        return new CollectionRoot(
            definition,
            revision,
            digest,
            SortedTree<StoredObject>.Of(objects.Select(item => (item.Key, item))),
            [.. definition.Indexes.Select(index => SortedTree<StoredObject>.Of(objects.SelectMany(item => index.Values(item).Distinct().Select(value => (value + Separator + item.Key, item)))))],
            SortedTree<StoredObject>.Of(objects.Where(item => item.Document.ExpiresAt is not null).Select(item => (ExpiryKey(item.Document.ExpiresAt!.Value, item.Key), item))));
    }

    public override StoredObject? Find(string key) => _objects.TryFind(key, out var found) ? found : null;

    public override IEnumerable<StoredObject> Range(string prefix, string? after = null) => _objects.Range(prefix, From(prefix, after));

    public override int CountRange(string prefix, string? after = null) => _objects.CountRange(prefix, From(prefix, after));

    public override IEnumerable<StoredObject> ByIndex(string index, string value)
    {
        for (var position = 0; position < _definition.Indexes.Count; position++)
        {
            if (_definition.Indexes[position].Name == index)
            {
                var prefix = value + Separator;
                return _indexes[position].Range(prefix, prefix);
            }
        }

        throw new ArgumentException($"The collection {_definition.Name} declares no index {index}.", nameof(index));
    }

    /// <summary>The objects that have an expiry, soonest first.</summary>
    public IEnumerable<StoredObject> ByExpiry() => _expiries.Range("", "");

    /// <summary>The state after one change.</summary>
    public CollectionRoot Apply(StoreChange change) =>
        change.After is not null ? Set(change.After) : Remove(change.Before!, change.Revision);

    public CollectionRoot Set(StoredObject after)
    {
        var before = Find(after.Key);
        return With(after.Revision, before, after, _objects.Set(after.Key, after));
    }

    public CollectionRoot Remove(StoredObject before, long revision) =>
        With(revision, before, null, _objects.Remove(before.Key));

    /// <summary>The state before one change, from the one after it.</summary>
    public CollectionRoot Undo(StoreChange change) =>
        With(change.Revision - 1, change.After, change.Before, change.Before is { } before ? _objects.Set(before.Key, before) : _objects.Remove(change.Key));

    /// <summary>The same objects at a later revision, for a commit that holds no change.</summary>
    public CollectionRoot At(long revision) => revision == Revision ? this : new(_definition, revision, Digest, _objects, _indexes, _expiries);

    private CollectionRoot With(long revision, StoredObject? before, StoredObject? after, SortedTree<StoredObject> objects)
    {
        var indexes = new SortedTree<StoredObject>[_indexes.Length];
        for (var position = 0; position < indexes.Length; position++)
        {
            indexes[position] = Reindex(_indexes[position], _definition.Indexes[position], before, after);
        }

        var digest = unchecked(Digest - (before?.Hash ?? 0) + (after?.Hash ?? 0));
        return new CollectionRoot(_definition, revision, digest, objects, indexes, Reschedule(before, after));
    }

    private static SortedTree<StoredObject> Reindex(SortedTree<StoredObject> tree, IndexDefinition index, StoredObject? before, StoredObject? after)
    {
        if (before is not null)
        {
            foreach (var value in index.Values(before))
            {
                tree = tree.Remove(value + Separator + before.Key);
            }
        }

        if (after is not null)
        {
            foreach (var value in index.Values(after))
            {
                tree = tree.Set(value + Separator + after.Key, after);
            }
        }

        return tree;
    }

    private SortedTree<StoredObject> Reschedule(StoredObject? before, StoredObject? after)
    {
        var tree = _expiries;
        if (before?.Document.ExpiresAt is { } earlier)
        {
            tree = tree.Remove(ExpiryKey(earlier, before.Key));
        }

        return after?.Document.ExpiresAt is { } later ? tree.Set(ExpiryKey(later, after.Key), after) : tree;
    }

    /// <summary>Where a range begins: the smallest string behind a key is the key with a NUL added.</summary>
    private static string From(string prefix, string? after) =>
        after is not null && string.CompareOrdinal(after, prefix) >= 0 ? after + Separator : prefix;

    private static string ExpiryKey(DateTimeOffset expires, string key) =>
        expires.UtcTicks.ToString("D19", CultureInfo.InvariantCulture) + Separator + key;
}
