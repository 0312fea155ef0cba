namespace CloudOrchestrator.LocalAzure.Tests.Worlds;

/// <summary>Bounds every wait.</summary>
internal static class Within
{
    /// <summary>Generous: only a fault takes so long.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

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

    /// <summary>Looks until nothing is missing; for what tells nobody that it changed.</summary>
    /// <param name="missing">What is missing, in words; null for nothing.</param>
    /// <param name="more">Said when it did not come.</param>
    public static Task Nothing(Func<string?> missing, Func<string>? more = null) => Nothing(() => Task.FromResult(missing()), more);

    /// <inheritdoc cref="Nothing(Func{string}, Func{string})"/>
    public static async Task Nothing(Func<Task<string?>> missing, Func<string>? more = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Test);
        limit.CancelAfter(Limit);
        while (await missing() is { } what)
        {
            if (limit.IsCancellationRequested)
            {
                Assert.Fail($"After {Limit.TotalSeconds} s there is missing: {what} {more?.Invoke()}");
            }

            await Task.Delay(Look, Test);
        }
    }
}
