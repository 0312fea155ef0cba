namespace CloudOrchestrator.Pods.Planning;

/// <summary>Something did not work, and when to try again.</summary>
/// <param name="Reason">A word for it, as Kubernetes has it.</param>
/// <param name="Message">Why, fit to be shown to the pod's owner.</param>
/// <param name="Count">How often in a row.</param>
/// <param name="At">When, the last time.</param>
/// <param name="RetryAt">When to try again.</param>
internal sealed record Failure(string Reason, string Message, int Count, DateTimeOffset At, DateTimeOffset RetryAt)
{
    /// <summary>The failure after another one, with twice the wait.</summary>
    public static Failure After(Failure? previous, string reason, string message, DateTimeOffset now, TimeSpan delayMin, TimeSpan delayMax)
    {
        const int DoublingsMax = 16;
        var count = (previous?.Count ?? 0) + 1;
        var delay = delayMin * (1 << Math.Min(count - 1, DoublingsMax));
        return new Failure(reason, message, count, now, now + (delay < delayMax ? delay : delayMax));
    }
}
