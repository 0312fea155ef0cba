namespace CloudOrchestrator.Store;

/// <summary>One object of a collection at one revision. Immutable.</summary>
/// <param name="key">The object's key; keys sort by ordinal comparison.</param>
/// <param name="revision">The revision at which this state of the object was committed.</param>
/// <param name="document">Its content.</param>
public sealed class StoredObject(string key, long revision, Document document)
{
    private object? _facts;
    private ulong _hash;

    /// <summary>The hash of key, revision and document, as the collection's digest sums it.</summary>
    internal ulong Hash => _hash != 0 ? _hash : _hash = ObjectHash.Of(this);

    /// <summary>The object's key.</summary>
    public string Key { get; } = key;

    /// <summary>The revision at which this state of the object was committed.</summary>
    public long Revision { get; } = revision;

    /// <summary>The content.</summary>
    public Document Document { get; } = document;

    /// <summary>What the collection's owner derives from the document (labels, owner, node), computed once and kept with the object.</summary>
    /// <param name="derive">A pure function of the object.</param>
    public T Facts<T>(Func<StoredObject, T> derive) where T : class
    {
        if (Volatile.Read(ref _facts) is T facts)
        {
            return facts;
        }

        facts = derive(this);
        Volatile.Write(ref _facts, facts);
        return facts;
    }
}
