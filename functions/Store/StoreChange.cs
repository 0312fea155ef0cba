namespace CloudOrchestrator.Store;

/// <summary>One committed change of one object. A delivery of the store; not a Kubernetes Event.</summary>
/// <param name="Revision">The change's own revision.</param>
/// <param name="Before">The object before; null for a creation.</param>
/// <param name="After">The object after; null for a deletion.</param>
/// <param name="Last">Of a deletion, the last document with the deletion's revision; else null.</param>
public sealed record StoreChange(long Revision, StoredObject? Before, StoredObject? After, StoredObject? Last)
{
    /// <summary>The object's key.</summary>
    public string Key => (After ?? Before ?? Last)!.Key;
}

/// <summary>What a change stream hands out at a time: the changes of one or more commits, in order.</summary>
/// <param name="Changes">The changes; empty where only progress is reported.</param>
/// <param name="ProvenRevision">Everything up to this revision has been handed out.</param>
public sealed record ChangeBatch(IReadOnlyList<StoreChange> Changes, long ProvenRevision);

/// <summary>What opening a change stream answers.</summary>
public abstract record WatchOutcome
{
    private WatchOutcome()
    {
    }

    /// <summary>The stream. It ends when its token is cancelled, or with <see cref="SlowReaderException"/> when the reader fell too far behind.</summary>
    public sealed record Watching(IAsyncEnumerable<ChangeBatch> Batches) : WatchOutcome;

    /// <summary>A change after the asked revision has been compacted away.</summary>
    public sealed record Compacted(long OldestRevision) : WatchOutcome;

    /// <summary>The asked revision lies beyond the head.</summary>
    public sealed record Future(long CurrentRevision) : WatchOutcome;
}

/// <summary>The reader of a change stream fell further behind than the store keeps for it, and was cut off.</summary>
public sealed class SlowReaderException : Exception
{
    /// <summary>Creates the exception.</summary>
    public SlowReaderException()
        : base("The reader of this change stream was too slow and was cut off; it has to list again.")
    {
    }
}
