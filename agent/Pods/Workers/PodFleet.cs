using System.Collections.Concurrent;
using CloudOrchestrator.Doorbells;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;
using Microsoft.Extensions.Hosting;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>All pods of the node: a worker for each, and the two streams that wake them.</summary>
internal sealed class PodFleet(NodeContext node, IDoorbell doorbell, RuntimeHealth health) : BackgroundService, INodePods
{
    /// <summary>Everything is looked at again this often, should an event ever be lost.</summary>
    private static readonly TimeSpan ResyncEvery = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan EngineRetryMin = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan EngineRetryMax = TimeSpan.FromSeconds(2);

    /// <summary>How often the engine is asked whether it answers at all: one that hangs keeps its connections.</summary>
    private static readonly TimeSpan EngineAskEvery = TimeSpan.FromSeconds(20);

    /// <summary>How long an engine may take to say what it is.</summary>
    private static readonly TimeSpan EngineAnswerMax = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LoopRetry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, PodWorker> _workers = new();
    private readonly Lock _birth = new();
    private volatile bool _listed;

    public PodContainer? Find(string podNamespace, string podName, string containerName)
    {
        var worker = _workers.Values
            .Where(worker => worker.Identity.Namespace == podNamespace && worker.Identity.Name == podName)
            .OrderBy(worker => worker.View.Terminating)
            .FirstOrDefault();
        var view = worker?.View;
        if (view is null)
        {
            return null;
        }

        var attempts = view.Observed.Containers.Where(state => state.Name == containerName).ToList();
        var latest = attempts.LastOrDefault(state => state.Phase != ContainerPhase.Created);
        return new PodContainer(
            latest?.Id,
            attempts.LastOrDefault(state => state.Phase == ContainerPhase.Exited && (state != latest || latest.Phase == ContainerPhase.Exited && IsWaiting(view, latest)))?.Id,
            view.Pod?.Status?.ContainerStatuses?.Concat(view.Pod.Status.InitContainerStatuses ?? []).FirstOrDefault(status => status.Name == containerName)?.State?.Waiting?.Reason ?? WaitingReasons.ContainerCreating);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(
            GuardAsync(ListenAsync, stoppingToken),
            GuardAsync(WatchRuntimeAsync, stoppingToken),
            GuardAsync(AskRuntimeAsync, stoppingToken),
            GuardAsync(ResyncAsync, stoppingToken)).ConfigureAwait(false);
    }

    /// <summary>A container that ended and waits for its restart is itself what "previous" means.</summary>
    private static bool IsWaiting(PodView view, ContainerState latest) =>
        !view.Terminating && view.Pod?.Status?.ContainerStatuses?.Any(status => status.Name == latest.Name && status.State?.Waiting is not null) == true;

    /// <summary>The loop's edge: what no one foresaw is logged, and the loop goes on.</summary>
    private async Task GuardAsync(Func<CancellationToken, Task> loop, CancellationToken cancellationToken, Func<bool>? done = null)
    {
        while (!cancellationToken.IsCancellationRequested && done?.Invoke() != true)
        {
            try
            {
                await loop(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.LoopBroke(node.Logger, fault);
                await Task.Delay(LoopRetry, node.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        await foreach (var notice in doorbell.ListenAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (notice)
            {
                case PodNotice.Listed listed:
                    TakeAll(listed.Pods, cancellationToken);
                    await AdoptAsync(cancellationToken).ConfigureAwait(false);
                    break;
                case PodNotice.Changed changed:
                    Take(changed.Pod, cancellationToken);
                    break;
                case PodNotice.Removed { Pod: var pod } when _workers.TryGetValue(pod.Metadata.Uid, out var worker):
                    worker.Remove(pod.Metadata.DeletionGracePeriodSeconds is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : Graces.Removed);
                    break;
            }
        }
    }

    private void TakeAll(IReadOnlyList<V1Pod> pods, CancellationToken cancellationToken)
    {
        foreach (var pod in pods)
        {
            Take(pod, cancellationToken);
        }

        var uids = pods.Select(pod => pod.Metadata.Uid).ToHashSet();
        foreach (var worker in _workers.Values.Where(worker => !uids.Contains(worker.Identity.Uid)))
        {
            worker.Remove(Graces.OfSpec(worker.View.Pod));
        }

        _listed = true;
    }

    private void Take(V1Pod pod, CancellationToken cancellationToken)
    {
        if (_workers.TryGetValue(pod.Metadata.Uid, out var known))
        {
            known.Offer(pod);
            return;
        }

        Begin(new PodIdentity(pod.Metadata.NamespaceProperty, pod.Metadata.Name, pod.Metadata.Uid), pod, null, cancellationToken);
    }

    /// <summary>What the engine and the disk hold of pods that the API does not know goes.</summary>
    private async Task AdoptAsync(CancellationToken cancellationToken)
    {
        if (!_listed)
        {
            return;
        }

        var all = await node.Runtime.ObserveAllAsync(cancellationToken).ConfigureAwait(false);
        if (all.Fault is not null)
        {
            // When the engine is back, it is asked again.
            return;
        }

        foreach (var (uid, observed) in all.Value.Where(entry => !_workers.ContainsKey(entry.Key)))
        {
            var identity = observed.Containers.Select(container => container.Pod).Concat(observed.Sandboxes.Select(sandbox => sandbox.Pod)).First();
            Log.OrphanFound(node.Logger, identity.Namespace, identity.Name, uid);
            Begin(identity, null, observed, cancellationToken);
        }

        foreach (var uid in node.Volumes.Prepared().Where(uid => !_workers.ContainsKey(uid)))
        {
            await node.Volumes.RemoveAsync(uid, cancellationToken).ConfigureAwait(false);
        }
    }

    private void Begin(PodIdentity identity, V1Pod? pod, PodObservation? observed, CancellationToken cancellationToken)
    {
        lock (_birth)
        {
            if (_workers.ContainsKey(identity.Uid))
            {
                return;
            }

            var worker = _workers[identity.Uid] = new PodWorker(node, identity, pod, observed);
            Log.PodTaken(node.Logger, identity.Namespace, identity.Name, identity.Uid);
            _ = Task.Run(() => RunAsync(worker, cancellationToken), CancellationToken.None);
        }
    }

    /// <summary>A worker that breaks begins again with what it knew.</summary>
    private async Task RunAsync(PodWorker worker, CancellationToken cancellationToken)
    {
        await GuardAsync(worker.RunAsync, cancellationToken, () => worker.View.Memory.Finished).ConfigureAwait(false);
        if (worker.View.Memory.Finished)
        {
            _workers.TryRemove(worker.Identity.Uid, out _);
            Log.PodFinished(node.Logger, worker.Identity.Namespace, worker.Identity.Name, worker.Identity.Uid);
        }
    }

    private async Task WatchRuntimeAsync(CancellationToken cancellationToken)
    {
        var delay = EngineRetryMin;
        while (!cancellationToken.IsCancellationRequested)
        {
            await foreach (var happened in node.Runtime.WatchAsync(() => EngineUp(cancellationToken), cancellationToken).ConfigureAwait(false))
            {
                delay = EngineRetryMin;
                if (_workers.TryGetValue(happened.PodUid, out var worker))
                {
                    worker.Look();
                }
            }

            var described = await node.Runtime.DescribeAsync(cancellationToken).ConfigureAwait(false);
            health.Set(described.Fault?.Message);
            if (described.Fault is { } fault && delay == EngineRetryMin)
            {
                Log.EngineDown(node.Logger, fault.Message);
            }

            await Task.Delay(delay, node.Time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < EngineRetryMax ? delay * 2 : EngineRetryMax;
        }
    }

    private async Task AskRuntimeAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(EngineAskEvery, node.Time);
        var isSilent = false;
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            var answers = await EngineAnswersAsync(cancellationToken).ConfigureAwait(false);
            if (!answers && !isSilent)
            {
                var problem = $"the container engine does not answer within {EngineAnswerMax.TotalSeconds:0} s";
                Log.EngineDown(node.Logger, problem);
                health.Set(problem);
            }
            else if (answers && isSilent)
            {
                EngineUp(cancellationToken);
            }

            isSilent = !answers;
        }
    }

    /// <summary>Whether it says anything, be it an error.</summary>
    private async Task<bool> EngineAnswersAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(EngineAnswerMax, node.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            await node.Runtime.DescribeAsync(either.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    /// <summary>While nobody listened anything may have happened.</summary>
    private void EngineUp(CancellationToken cancellationToken)
    {
        health.Set(null);
        Log.EngineUp(node.Logger);
        foreach (var worker in _workers.Values)
        {
            worker.Look();
        }

        _ = Task.Run(() => AdoptAsync(cancellationToken), cancellationToken);
    }

    private async Task ResyncAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(ResyncEvery, node.Time);
        while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false))
        {
            await AdoptAsync(cancellationToken).ConfigureAwait(false);
            foreach (var worker in _workers.Values)
            {
                worker.Look();
            }
        }
    }
}
