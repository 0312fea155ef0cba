using System.Collections.Concurrent;
using CloudOrchestrator.Doorbells;
using k8s.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>A worker for each pod that the control plane names or the engine holds.</summary>
internal sealed class PodWorkers(PodWorkerParts parts, IDoorbell doorbell, ILogger<PodWorkers> logger) : BackgroundService
{
    /// <summary>How often the engine is asked for everything though it said nothing.</summary>
    private static readonly TimeSpan ResyncPeriod = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();
    private volatile bool _listed;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(ListenAsync(stoppingToken), WatchEngineAsync(stoppingToken), ResyncAsync(stoppingToken));

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var notice in doorbell.ListenAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (notice)
            {
                case PodNotice.Listed listed:
                    await TakeListAsync(listed.Pods, cancellationToken).ConfigureAwait(false);
                    break;
                case PodNotice.Changed changed:
                    Worker(changed.Pod.Metadata.Uid, cancellationToken).Update(changed.Pod);
                    break;
                case PodNotice.Removed removed when _workers.TryGetValue(removed.Pod.Metadata.Uid, out var worker):
                    worker.Remove();
                    break;
            }
        }
    }

    /// <summary>What runs and is not on the list was deleted while nobody listened.</summary>
    private async Task TakeListAsync(IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods)
        {
            Worker(pod.Metadata.Uid, cancellationToken).Update(pod);
        }

        var listed = pods.Select(pod => pod.Metadata.Uid).ToHashSet();
        foreach (var (uid, worker) in _workers.Where(worker => !listed.Contains(worker.Key)))
        {
            worker.Remove();
        }

        _listed = true;
        await AdoptAsync(listed, cancellationToken).ConfigureAwait(false);
        foreach (var uid in parts.Volumes.Prepared().Where(uid => !_workers.ContainsKey(uid)))
        {
            await parts.Volumes.RemoveAsync(uid, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends pods of which the engine holds something and the control plane knows nothing.</summary>
    private async Task AdoptAsync(HashSet<string>? listed, CancellationToken cancellationToken)
    {
        var all = await parts.Runtime.ObserveAllAsync(cancellationToken).ConfigureAwait(false);
        if (all.Fault is { } fault)
        {
            Log.EngineUnreachable(logger, fault.Message);
            return;
        }

        foreach (var uid in all.Value.Keys)
        {
            if (_workers.TryGetValue(uid, out var known))
            {
                known.Observe();
            }
            else if (listed is not null && !listed.Contains(uid))
            {
                Worker(uid, cancellationToken).Remove();
            }
        }
    }

    private async Task WatchEngineAsync(CancellationToken cancellationToken)
    {
        await foreach (var change in parts.Runtime.WatchAsync(ObserveAll, cancellationToken).ConfigureAwait(false))
        {
            if (_workers.TryGetValue(change.PodUid, out var worker))
            {
                worker.Observe();
            }
        }
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(ResyncPeriod, parts.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_listed)
            {
                ObserveAll();
            }
        }
    }

    private void ObserveAll()
    {
        foreach (var worker in _workers.Values)
        {
            worker.Observe();
        }
    }

    private PodWorker Worker(string uid, CancellationToken cancellationToken) => _workers.GetOrAdd(uid, key =>
    {
        var worker = new PodWorker(key, parts);
        _ = RunAsync(key, worker, cancellationToken);
        return worker;
    });

    private async Task RunAsync(string uid, PodWorker worker, CancellationToken cancellationToken)
    {
        await Task.Yield();
        await worker.RunAsync(cancellationToken).ConfigureAwait(false);
        _workers.TryRemove(new KeyValuePair<string, PodWorker>(uid, worker));
    }
}
