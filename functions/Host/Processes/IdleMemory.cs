namespace CloudOrchestrator.Host.Processes;

/// <summary>Gives memory back once the process has come to rest: the collector by itself runs only while something allocates,
/// so after a burst its garbage would stay resident for as long as the cluster is idle.</summary>
internal sealed class IdleMemory(TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <summary>A period in which less is allocated counts as rest: heartbeats and the like stay well below.</summary>
    private const long RestBytesMax = 8L * 1024 * 1024;

    /// <summary>Less garbage than this is not worth a collection.</summary>
    private const long GarbageBytesMin = 32L * 1024 * 1024;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        long before = 0, collected = 0;
        using var stopping = stoppingToken.Register(timer.Dispose);
        while (await timer.WaitForNextTickAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var allocated = GC.GetTotalAllocatedBytes();
            if (allocated - before < RestBytesMax && allocated - collected > GarbageBytesMin)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                collected = allocated;
            }

            before = allocated;
        }
    }
}
