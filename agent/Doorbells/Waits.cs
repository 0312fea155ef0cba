namespace CloudOrchestrator.Doorbells;

/// <summary>Waits that grow.</summary>
internal static class Waits
{
    private const int DoublingsMax = 16;

    /// <summary>The first wait, doubled so many times, up to the longest.</summary>
    public static TimeSpan Doubled(TimeSpan first, TimeSpan longest, int times)
    {
        var wait = first * (1 << Math.Min(times, DoublingsMax));
        return wait < longest ? wait : longest;
    }
}
