using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using CloudOrchestrator.Pods.Events;
using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Looks after one pod: sees, decides, acts, tells the API, and waits for something to happen.</summary>
/// <remarks>All state belongs to the loop; others put changes to it into the inbox.</remarks>
internal sealed class PodWorker
{
    /// <summary>How soon to look again when the engine does not answer; it also says itself when it is back.</summary>
    private static readonly TimeSpan EngineRetry = TimeSpan.FromSeconds(5);

    private readonly NodeContext _node;
    private readonly PodActions _actions;
    private readonly PodReports _reports;
    private readonly PodProbes _probes;
    private readonly ConcurrentQueue<Action> _inbox = new();
    private readonly SemaphoreSlim _signal = new(0, 1);
    private CancellationTokenSource? _preparation;
    private volatile PodView _view;
    private TimeSpan? _removedGrace;
    private bool _stale = true;

    /// <summary>A worker for a pod that the API knows, or only the engine.</summary>
    public PodWorker(NodeContext node, PodIdentity identity, V1Pod? pod, PodObservation? observed)
    {
        _node = node;
        Identity = identity;
        _view = new PodView { Pod = pod, Observed = observed ?? PodObservation.Empty };
        var events = new PodEvents(node.Events, () => _view.Pod);
        _actions = new PodActions(node, events, (action, message) => Log.ActionFailed(node.Logger, identity.Name, action, message));
        _reports = new PodReports(node, events);
        _probes = new PodProbes(node, events, (id, verdict) => Post(() => _view = _view with { Memory = _view.Memory with { Probes = _view.Memory.Probes.SetItem(id, verdict) } }));
    }

    /// <summary>The pod.</summary>
    public PodIdentity Identity { get; }

    /// <summary>What is known of the pod at this moment.</summary>
    public PodView View => _view;

    /// <summary>The pod's object is new or changed.</summary>
    public void Offer(V1Pod pod) => Post(() => Accept(pod));

    /// <summary>The pod's object is gone.</summary>
    public void Remove(TimeSpan grace) => Post(() => _removedGrace ??= grace);

    /// <summary>Something happened to the pod's containers.</summary>
    public void Look() => Post(() => _stale = true);

    /// <summary>Looks after the pod until nothing is left of it.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var preparation = _preparation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            while (true)
            {
                var decision = await StepAsync(cancellationToken).ConfigureAwait(false);
                if (decision.Done)
                {
                    return;
                }

                await WaitAsync(decision.LookAgainAt, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _probes.Stop();
        }
    }

    private async Task<PodDecision> StepAsync(CancellationToken cancellationToken)
    {
        // 1. See.
        while (_inbox.TryDequeue(out var change))
        {
            change();
        }

        var now = _node.Time.GetUtcNow();
        var seen = !_stale || await ObserveAsync(cancellationToken).ConfigureAwait(false);
        _view = _view with { StopBy = StopBy(now) };
        if (_view.Terminating)
        {
            await _preparation!.CancelAsync().ConfigureAwait(false);
        }

        if (!seen)
        {
            return new PodDecision([], now + EngineRetry);
        }

        // 2. Decide.
        var decision = PodPlan.Decide(_view, now);

        // 3. Act.
        foreach (var action in decision.Actions)
        {
            Begin(action, now, cancellationToken);
        }

        // 4. Tell.
        _probes.Follow(_view);
        if (_view.Pod is not null && _removedGrace is null && !_view.Memory.Finished && !_view.Busy.Contains(FinishKey))
        {
            decision = Report(decision, now, cancellationToken);
        }

        return decision;
    }

    private static readonly string FinishKey = new PodAction.FinishPod().Key;

    private static void NothingChanges()
    {
    }

    private PodDecision Report(PodDecision decision, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var report = _reports.Next(_view, now);
        if (report.Patch is not null && !_view.Busy.Contains(PodReports.Key))
        {
            var view = _view;
            Launch(PodReports.Key, async () =>
            {
                var outcome = await _reports.SendAsync(view.Pod!, report.Patch, cancellationToken).ConfigureAwait(false);
                return outcome switch
                {
                    { Pod: { } pod } => () => Accept(pod),
                    { Kind: Api.ApiOutcomeKind.Gone } => () => _removedGrace ??= Graces.Removed,
                    _ => NothingChanges,
                };
            });
        }

        return report.RetryAt is { } retry && (decision.LookAgainAt is null || retry < decision.LookAgainAt) ? decision with { LookAgainAt = retry } : decision;
    }

    private async Task<bool> ObserveAsync(CancellationToken cancellationToken)
    {
        var observed = await _node.Runtime.ObserveAsync(Identity.Uid, cancellationToken).ConfigureAwait(false);
        if (observed.Fault is not null)
        {
            return false;
        }

        _stale = false;
        var memory = _view.Memory;
        var ids = observed.Value.Containers.Select(container => container.Id).ToHashSet();
        var messages = memory.TerminationMessages.RemoveRange(memory.TerminationMessages.Keys.Where(id => !ids.Contains(id)));
        foreach (var ended in observed.Value.Containers.Where(container => container.Phase == ContainerPhase.Exited && !messages.ContainsKey(container.Id)))
        {
            messages = messages.SetItem(ended.Id, await TerminationMessages.ReadAsync(_node, _view.Pod, ended, cancellationToken).ConfigureAwait(false));
        }

        _view = _view with
        {
            Observed = observed.Value,
            Memory = memory with
            {
                TerminationMessages = messages,
                Stops = memory.Stops.RemoveRange(memory.Stops.Keys.Where(id => !ids.Contains(id))),
                Probes = memory.Probes.RemoveRange(memory.Probes.Keys.Where(id => !ids.Contains(id))),
            },
        };
        return true;
    }

    /// <summary>Counted from when the agent heard of it; a shorter grace said later moves it nearer.</summary>
    private DateTimeOffset? StopBy(DateTimeOffset now)
    {
        if (_removedGrace is { } removed)
        {
            return Earlier(_view.StopBy, now + removed);
        }

        return _view.Pod is { Metadata.DeletionTimestamp: not null } pod
            ? Earlier(_view.StopBy, now + TimeSpan.FromSeconds(pod.Metadata.DeletionGracePeriodSeconds ?? 0))
            : null;
    }

    private static DateTimeOffset Earlier(DateTimeOffset? one, DateTimeOffset other) => one is { } first && first < other ? first : other;

    private void Accept(V1Pod pod)
    {
        var current = _view.Pod;
        if (current is not null && Revision(pod) < Revision(current))
        {
            return;
        }

        var memory = _view.Memory;
        if (current is not null && memory.Volumes is { RefreshAt: not null } volumes && !SameFields(current, pod))
        {
            // Volumes may show labels and annotations.
            memory = memory with { Volumes = volumes with { RefreshAt = DateTimeOffset.MinValue } };
        }

        _view = _view with { Pod = pod, Memory = memory };
    }

    private static long Revision(V1Pod pod) =>
        long.TryParse(pod.Metadata.ResourceVersion, NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : long.MaxValue;

    private static bool SameFields(V1Pod one, V1Pod other) => Same(one.Metadata.Labels, other.Metadata.Labels) && Same(one.Metadata.Annotations, other.Metadata.Annotations);

    private static bool Same(IDictionary<string, string>? one, IDictionary<string, string>? other) =>
        (one?.Count ?? 0) == (other?.Count ?? 0) && (one ?? ImmutableDictionary<string, string>.Empty).All(entry => other!.TryGetValue(entry.Key, out var value) && value == entry.Value);

    private void Begin(PodAction action, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Log.ActionBegun(_node.Logger, Identity.Name, action.Key);
        if (action is PodAction.StopContainer stop)
        {
            _view = _view with { Memory = _view.Memory with { Stops = _view.Memory.Stops.SetItem(stop.Id, now + stop.Grace) } };
        }
        else if (action is PodAction.KillContainer kill)
        {
            _view = _view with { Memory = _view.Memory with { Stops = _view.Memory.Stops.SetItem(kill.Id, now) } };
        }

        var view = _view;
        // Pulls and mounts are given up when the pod is to end; what makes or ends containers is seen through.
        var token = action is PodAction.EnsureImage or PodAction.PrepareVolumes ? _preparation!.Token : cancellationToken;
        Launch(action.Key, async () =>
        {
            var change = await _actions.ExecuteAsync(action, view, token).ConfigureAwait(false);
            return () =>
            {
                _view = _view with { Memory = change(_view.Memory) };
                _stale |= action is not (PodAction.EnsureImage or PodAction.PrepareVolumes);
            };
        });
    }

    private void Launch(string key, Func<Task<Action>> work)
    {
        _view = _view with { Busy = _view.Busy.Add(key) };
        _ = Task.Run(async () =>
        {
            Action change = () => { };
            try
            {
                change = await work().ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                // The pod is to end, or the agent.
            }
            catch (Exception fault)
            {
                // The loop's edge: whatever it was, the pod is looked at again, and not in a hurry.
                Log.ActionBroke(_node.Logger, fault, Identity.Name, key);
                await Task.Delay(EngineRetry, _node.Time).ConfigureAwait(false);
            }

            Post(() =>
            {
                _view = _view with { Busy = _view.Busy.Remove(key) };
                change();
            });
        });
    }

    private void Post(Action change)
    {
        _inbox.Enqueue(change);
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private async Task WaitAsync(DateTimeOffset? until, CancellationToken cancellationToken)
    {
        if (until is not { } at)
        {
            await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        var left = at - _node.Time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            return;
        }

        using var timer = _node.Time.CreateTimer(_ => Post(() => { }), null, left, Timeout.InfiniteTimeSpan);
        await _signal.WaitAsync(cancellationToken).ConfigureAwait(false);
    }
}
