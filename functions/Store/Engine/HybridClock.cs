namespace CloudOrchestrator.Store.Engine;

/// <summary>Hybrid logical time: the wall clock in milliseconds times 65,536, moved past everything seen, so that "the cluster at time T" is a causal cut.</summary>
internal sealed class HybridClock(TimeProvider time)
{
    private const int CounterBits = 16;
    private long _last;

    public static long FromWall(DateTimeOffset at) => at.ToUnixTimeMilliseconds() << CounterBits;

    /// <summary>The wall clock's part of a hybrid time.</summary>
    public static DateTimeOffset ToWall(long time) => DateTimeOffset.FromUnixTimeMilliseconds(time >> CounterBits);

    public static long Span(TimeSpan span) => (long)span.TotalMilliseconds << CounterBits;

    /// <summary>A time after all that were seen.</summary>
    public long Next()
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            var next = Math.Max(last + 1, FromWall(time.GetUtcNow()));
            if (Interlocked.CompareExchange(ref _last, next, last) == last)
            {
                return next;
            }
        }
    }

    /// <summary>Notes a time read from a commit.</summary>
    public void Observe(long seen)
    {
        var last = Volatile.Read(ref _last);
        while (seen > last)
        {
            var found = Interlocked.CompareExchange(ref _last, seen, last);
            if (found == last)
            {
                return;
            }

            last = found;
        }
    }
}
