namespace CloudOrchestrator.Store;

/// <summary>Decides one write. Pure: it is run again at every attempt, on exactly the state that the commit builds upon,
/// which includes the writes before it in the same batch.</summary>
public delegate WriteDecision WriteFunction(CollectionState state);

/// <summary>One write to one key.</summary>
/// <param name="Key">The key it may change.</param>
/// <param name="Decide">What to do to it.</param>
public sealed record Write(string Key, WriteFunction Decide);

/// <summary>What a write function answers.</summary>
public abstract record WriteDecision
{
    private WriteDecision()
    {
    }

    /// <summary>Store this document under the key.</summary>
    public sealed record Put(Document Document) : WriteDecision;

    /// <summary>Delete the key's object. <paramref name="Last"/> is the document that watchers see as the deleted one; null for the stored one.</summary>
    public sealed record Delete(Document? Last = null) : WriteDecision;

    /// <summary>Nothing needs to change.</summary>
    public sealed record Nothing : WriteDecision;

    /// <summary>The write is not allowed on this state.</summary>
    /// <param name="Reason">The caller's own value; handed back in <see cref="WriteOutcome.Refused"/>.</param>
    public sealed record Refuse(object Reason) : WriteDecision;
}

/// <summary>What became of a write.</summary>
public abstract record WriteOutcome
{
    private WriteOutcome()
    {
    }

    /// <summary>Durable. <paramref name="Object"/> is the new state; of a delete, the last state with the delete's revision.</summary>
    public sealed record Committed(StoredObject Object, bool Deleted) : WriteOutcome;

    /// <summary>Nothing had to change; proven on a current state. <paramref name="Current"/> is null when there is no object.</summary>
    public sealed record Unchanged(StoredObject? Current) : WriteOutcome;

    /// <summary>Refused by the write function, proven on a current state.</summary>
    public sealed record Refused(object Reason) : WriteOutcome;

    /// <summary>Another write of the same group was refused, so that this one did not happen.</summary>
    public sealed record GroupRefused : WriteOutcome;

    /// <summary>The document is larger than the store takes.</summary>
    public sealed record TooLarge(int Bytes, int BytesMax) : WriteOutcome;

    /// <summary>The store cannot take writes now, for a reason such as a full disk; the write did not happen.</summary>
    public sealed record Unavailable(string Reason) : WriteOutcome;

    /// <summary>It could not be decided in time whether the write landed.</summary>
    public sealed record Unknown : WriteOutcome;
}
