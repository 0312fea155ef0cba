namespace CloudOrchestrator.Store;

/// <summary>The store: ordered collections of documents over one commit log.</summary>
public interface IDocumentStore
{
    /// <summary>The collection of this definition. Cheap; the collection is loaded at its first use.</summary>
    IDocumentCollection Collection(CollectionDefinition definition);

    /// <summary>The names of all collections that were registered, or committed to, before the call: any other is empty.</summary>
    /// <exception cref="StoreException">They cannot be read now.</exception>
    ValueTask<IReadOnlySet<string>> CollectionsAsync(CancellationToken cancellationToken);
}

/// <summary>One ordered collection.</summary>
public interface IDocumentCollection
{
    /// <summary>The collection's name.</summary>
    string Name { get; }

    /// <summary>A state at least as new as every commit acknowledged anywhere before the call.</summary>
    ValueTask<CollectionState> ReadCurrentAsync(CancellationToken cancellationToken);

    /// <summary>The newest state at hand, however old.</summary>
    ValueTask<CollectionState> ReadAnyAsync(CancellationToken cancellationToken);

    /// <summary>Sees to it that <see cref="IDocumentStore.CollectionsAsync"/> names the collection from now on, be it empty. Free where anything was ever committed to it.</summary>
    ValueTask RegisterAsync(CancellationToken cancellationToken);

    /// <summary>The state at exactly this revision.</summary>
    ValueTask<StateOutcome> ReadAtAsync(long revision, CancellationToken cancellationToken);

    /// <summary>Commits one write.</summary>
    Task<WriteOutcome> CommitAsync(Write write, CancellationToken cancellationToken);

    /// <summary>Commits a group of writes that succeeds or fails whole; one outcome per write, in order.</summary>
    Task<IReadOnlyList<WriteOutcome>> CommitAsync(IReadOnlyList<Write> group, CancellationToken cancellationToken);

    /// <summary>The changes after a revision: gapless, without duplicates.</summary>
    /// <param name="afterRevision">The last revision that the reader has seen.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    ValueTask<WatchOutcome> WatchAsync(long afterRevision, CancellationToken cancellationToken);
}

/// <summary>What a read at a revision answers.</summary>
public abstract record StateOutcome
{
    private StateOutcome()
    {
    }

    /// <summary>The state.</summary>
    public sealed record Found(CollectionState State) : StateOutcome;

    /// <summary>The revision has been compacted away.</summary>
    public sealed record Compacted(long OldestRevision) : StateOutcome;

    /// <summary>The revision lies beyond the head.</summary>
    public sealed record Future(long CurrentRevision) : StateOutcome;
}
