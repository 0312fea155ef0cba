namespace CloudOrchestrator.Store;

/// <summary>What a store needs from time to time where no process lives long enough to see to it by itself.</summary>
public interface IStoreUpkeep
{
    /// <summary>Publishes the notices of commits whose process has not, such as one that died. To be called once a minute somewhere in the cluster.</summary>
    /// <exception cref="StoreException">Not all could be published; the next call tries again.</exception>
    Task PublishMissedAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what has expired and what no reader needs any more. To be called about once an hour.</summary>
    /// <param name="collections">The collections to be looked at.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreException">Not all could be looked at; the message names which. The others were.</exception>
    Task CompactAsync(IEnumerable<CollectionDefinition> collections, CancellationToken cancellationToken);

    /// <summary>Deletes spilled documents that nothing names. To be called about once a day.</summary>
    /// <param name="collections">The collections to be looked at.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="StoreException">Not all could be looked at; the message names which. The others were.</exception>
    Task SweepAsync(IEnumerable<CollectionDefinition> collections, CancellationToken cancellationToken);
}
