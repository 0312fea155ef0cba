namespace CloudOrchestrator.LocalAzure.EventGrid.Tests;

/// <summary>Waits that end, and say what did not come.</summary>
internal static class Bounded
{
    /// <summary>So long that only what never comes is missed.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    public static async Task Within(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Bound, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Not within {Bound}: {what}.");
        }
    }

    public static async Task<T> Within<T>(this Task<T> task, string what)
    {
        await ((Task)task).Within(what);
        return await task;
    }
}
