namespace CloudOrchestrator.Doorbells;

/// <summary>How a node learns that its pods changed, and shows that it lives.</summary>
public interface IDoorbell
{
    /// <summary>Raised when the API has just named the node's pods: what else is to be said to it soon is best said now, while it is awake.</summary>
    event Action? Answered;

    /// <summary>Raised where somebody rang and the pods are what they were: the news may be of the node itself, such as that it was given up.</summary>
    event Action? PodsUnchanged;

    /// <summary>How often the node's state is said again though nothing about it changed.</summary>
    TimeSpan RepeatEvery { get; }

    /// <summary>
    /// What happens to the node's pods: first all of them, then each change. Goes on through every outage, and says
    /// all of them again after one that may have hidden a change.
    /// </summary>
    /// <param name="cancellationToken">Ends the stream; nothing else does.</param>
    IAsyncEnumerable<PodNotice> ListenAsync(CancellationToken cancellationToken);

    /// <summary>Shows that the node lives, or answers whether listening has shown it lately.</summary>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>False if nobody took notice.</returns>
    Task<bool> BeatAsync(CancellationToken cancellationToken);
}
