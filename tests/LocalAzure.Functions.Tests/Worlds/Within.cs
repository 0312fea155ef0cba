namespace CloudOrchestrator.LocalAzure.Functions.Tests.Worlds;

/// <summary>Bounds every wait.</summary>
internal static class Within
{
    /// <summary>Generous: only a fault takes so long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static CancellationToken Test => TestContext.Current.CancellationToken;

    public static async Task<T> Comes<T>(this Task<T> task, string what)
    {
        await ((Task)task).Comes(what);
        return await task;
    }

    public static async Task Comes(this Task task, string what)
    {
        try
        {
            await task.WaitAsync(Limit, Test);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Within {Limit.TotalSeconds} s there was not: {what}.");
        }
    }

    /// <summary>Looks until a condition holds; for what tells nobody that it changed.</summary>
    public static async Task Holds(Func<bool> condition, string what)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Test);
        limit.CancelAfter(Limit);
        while (!condition())
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"Within {Limit.TotalSeconds} s there was not: {what}.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), Test);
        }
    }
}
