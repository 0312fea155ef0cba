namespace CloudOrchestrator.Doorbells.Rows;

/// <summary>How the doorbell that is a table row behaves.</summary>
public sealed record RowDoorbellOptions
{
    /// <summary>The node.</summary>
    public required string NodeName { get; init; }

    /// <summary>Its row, and the right to write it.</summary>
    public required RowAddress Row { get; init; }

    /// <summary>Where waits get their jitter from, so that the nodes of a cluster do not call in step.</summary>
    public required Random Random { get; init; }

    /// <summary>Wait between two beats while something goes on, and after a first beat that failed.</summary>
    /// <value>2 s.</value>
    public TimeSpan BeatMin { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest wait between two beats.</summary>
    /// <value>10 s; the control plane takes a node for lost after 40 s without one.</value>
    public TimeSpan BeatMax { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long something is taken to go on after the last news; then the waits grow.</summary>
    /// <value>30 s.</value>
    public TimeSpan ActiveFor { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the table may take to answer a beat.</summary>
    /// <value>5 s.</value>
    public TimeSpan AnswerMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a beat that was taken the node counts as shown.</summary>
    /// <value>15 s: the longest wait, and the answer.</value>
    public TimeSpan ShownFor { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest time between two lists of the pods, should a ring ever be lost; a tenth of it at most is jitter.</summary>
    /// <value>1 h: each may wake a sleeping control plane.</value>
    public TimeSpan ListEvery { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Time between lists while the table does not answer; it doubles with each further one.</summary>
    /// <value>60 s.</value>
    public TimeSpan BlindListMin { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest time between lists while the table does not answer.</summary>
    /// <value>5 minutes.</value>
    public TimeSpan BlindListMax { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait after a first list that failed; it doubles with each further one.</summary>
    /// <value>1 s.</value>
    public TimeSpan RetryMin { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait after a list that failed.</summary>
    /// <value>10 s.</value>
    public TimeSpan RetryMax { get; init; } = TimeSpan.FromSeconds(10);
}
