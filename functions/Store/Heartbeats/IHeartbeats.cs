namespace CloudOrchestrator.Store.Heartbeats;

/// <summary>Rows beside the collections by which machines say that they live, and are told to look for news. They take no revision and wake no reactor.</summary>
/// <remarks>To say so and to ask costs one request as long as there is no news. A row holds a time and whether there is news, nothing else.</remarks>
public interface IHeartbeats
{
    /// <summary>Says that a machine lives. News from before this call is either in the answer or was in an earlier one.</summary>
    /// <param name="name">The machine's name.</param>
    /// <param name="tag">The tag of the answer before; null for none, which makes the row and answers that there is news.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="StoreException">The service cannot be reached.</exception>
    ValueTask<HeartbeatAnswer> BeatAsync(string name, string? tag, CancellationToken cancellationToken);

    /// <summary>Counts a machine that has no row as silent from now on, by the clock of the service. One that has a row keeps it as it is.</summary>
    ValueTask ExpectAsync(string name, CancellationToken cancellationToken);

    /// <summary>Tells a machine at its next beat that there is news. The time of its last beat stays. A machine without a row is not told.</summary>
    ValueTask RingAsync(string name, CancellationToken cancellationToken);

    /// <summary>All rows, in one query a thousand.</summary>
    ValueTask<IReadOnlyList<Heartbeat>> HeartbeatsAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a machine's row, if it is there.</summary>
    ValueTask EndAsync(string name, CancellationToken cancellationToken);
}
