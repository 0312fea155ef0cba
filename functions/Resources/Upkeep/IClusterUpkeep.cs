namespace CloudOrchestrator.Resources.Upkeep;

/// <summary>What a cluster needs from time to time where no process lives long enough to see to it by itself.</summary>
public interface IClusterUpkeep
{
    /// <summary>Publishes the notices of commits whose process has not. To be called once a minute somewhere in the cluster.</summary>
    Task PublishMissedAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what has expired and what no reader needs any more.</summary>
    Task CompactAsync(CancellationToken cancellationToken);

    /// <summary>Deletes spilled documents that nothing names.</summary>
    Task SweepAsync(CancellationToken cancellationToken);

    /// <summary>Those duties that are due. One query for all.</summary>
    ValueTask<IReadOnlyList<Duty>> DueAsync(IReadOnlyList<Duty> duties, CancellationToken cancellationToken);

    /// <summary>Notes that a duty was done. To be called once it was: one that fails, or whose process dies, stays due.</summary>
    Task DoneAsync(Duty duty, CancellationToken cancellationToken);
}
