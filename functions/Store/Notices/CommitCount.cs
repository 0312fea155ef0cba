namespace CloudOrchestrator.Store.Notices;

/// <summary>Counts the commits of this process, of all collections together.</summary>
internal sealed class CommitCount
{
    private long _count;

    /// <summary>The next commit's place; 1 is the first.</summary>
    public long Next() => Interlocked.Increment(ref _count);
}
