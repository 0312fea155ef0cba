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

    /// <summary>Does a duty if it has not been done for a while, by whichever process, and notes that it was once it succeeds: one that fails, or whose
    /// process dies, is due at the next call.</summary>
    /// <param name="duty">What the duty is called; fixed for ever.</param>
    /// <param name="every">How long it is done after it was.</param>
    /// <param name="condition">Done too when this differs from what it was then, such as the version of the program.</param>
    /// <param name="work">The duty. Correct when done twice.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether it was done now.</returns>
    Task<bool> DoIfDueAsync(string duty, TimeSpan every, string condition, Func<CancellationToken, Task> work, CancellationToken cancellationToken);
}
