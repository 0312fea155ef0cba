namespace CloudOrchestrator.EndToEnd.Cluster;

/// <summary>Waits for what comes by itself, and says what did not come.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks until the answer is null; the last objection is the failure's message.</summary>
    public static async Task HoldsAsync(TimeSpan deadline, Func<Task<string?>> objection)
    {
        var end = DateTime.UtcNow + deadline;
        while (await objection() is { } missing)
        {
            if (DateTime.UtcNow > end)
            {
                Assert.Fail($"Not within {deadline.TotalSeconds} s: {missing}");
            }

            await Task.Delay(Pause, TestContext.Current.CancellationToken);
        }
    }
}
