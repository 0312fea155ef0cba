using System.Runtime.CompilerServices;
using k8s;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Doorbells;

/// <summary>The doorbell that is the API itself: a watch on the node's pods, and a Lease as heartbeat.</summary>
internal sealed class ApiDoorbell(IKubernetes client, ApiDoorbellOptions options, TimeProvider time, ILogger<ApiDoorbell> logger) : IDoorbell
{
    private readonly PodWatch _watch = new(client, options, logger);
    private readonly NodeLease _lease = new(client, options, time, logger);

    public event Action? Answered;

    /// <summary>Never raised: nobody rings where a watch is held.</summary>
    public event Action? PodsUnchanged
    {
        add
        {
        }

        remove
        {
        }
    }

    /// <summary>The API is awake in any case: the watch keeps it so.</summary>
    public TimeSpan RepeatEvery => options.RepeatEvery;

    public Task<bool> BeatAsync(CancellationToken cancellationToken) => _lease.RenewAsync(cancellationToken);

    public async IAsyncEnumerable<PodNotice> ListenAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var failures = 0;
        _watch.Forget();
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var notice in _watch.RunAsync(cancellationToken).ConfigureAwait(false))
            {
                failures = 0;
                if (notice is PodNotice.Listed)
                {
                    Answered?.Invoke();
                }

                yield return notice;
            }

            if (!_watch.Failed || cancellationToken.IsCancellationRequested)
            {
                continue;
            }

            await Task.Delay(Waits.Doubled(options.RetryDelayMin, options.RetryDelayMax, failures++), time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
