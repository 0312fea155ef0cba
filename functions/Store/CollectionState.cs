namespace CloudOrchestrator.Store;

/// <summary>A collection at exactly one revision. Immutable: readers share it without a lock.</summary>
public abstract class CollectionState
{
    /// <summary>The revision that this state is.</summary>
    public abstract long Revision { get; }

    /// <summary>How many objects it holds.</summary>
    public abstract int Count { get; }

    /// <summary>The object with this key, or null.</summary>
    public abstract StoredObject? Find(string key);

    /// <summary>The objects whose key starts with <paramref name="prefix"/>, in key order, after <paramref name="after"/> if given.</summary>
    /// <param name="prefix">A key prefix; empty for all.</param>
    /// <param name="after">A key to start behind, exclusive; null to start at the first.</param>
    public abstract IEnumerable<StoredObject> Range(string prefix, string? after = null);

    /// <summary>How many objects <see cref="Range"/> would hand out, without a look at each.</summary>
    public abstract int CountRange(string prefix, string? after = null);

    /// <summary>The objects that the index holds under a value, in key order.</summary>
    /// <exception cref="ArgumentException">The collection declares no such index.</exception>
    public abstract IEnumerable<StoredObject> ByIndex(string index, string value);
}
