using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Pods.Status;
using CloudOrchestrator.Runtimes;
using k8s;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Looks after one pod: observes, decides, acts, tells.</summary>
/// <remarks>
/// One loop a pod, so that nothing here needs a lock but the mailbox: (1) what came in is taken over; (2) the engine is asked if it may have changed;
/// (3) a decision is made; (4) its actions are started and not waited for: each comes back through the mailbox; (5) the status is told if it changed.
/// </remarks>
internal sealed class PodWorker(string uid, PodWorkerParts parts)
{
    /// <summary>How long to wait before an engine that could not be asked is asked again.</summary>
    private static readonly TimeSpan EnginePause = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before a status that could not be told is told again.</summary>
    private static readonly TimeSpan StatusPause = TimeSpan.FromSeconds(2);

    private const int TerminationMessageBytesMax = 4096;

    private readonly Lock _mailbox = new();
    private readonly Signal _signal = new();
    private readonly PodActions _actions = new(parts);
    private readonly List<Func<PodMemory, PodMemory>> _results = [];
    private readonly List<string> _finishedActions = [];
    private V1Pod? _incoming;
    private bool _removed;
    private bool _engineMoved = true;
    private PodView _view = new() { Observed = PodObservation.Empty };
    private string? _told;

    /// <summary>Takes over the pod as the API says it.</summary>
    public void Update(V1Pod pod)
    {
        lock (_mailbox)
        {
            _incoming = pod;
        }

        _signal.Set();
    }

    /// <summary>The pod is gone from the API.</summary>
    public void Remove()
    {
        lock (_mailbox)
        {
            _removed = true;
        }

        _signal.Set();
    }

    /// <summary>The engine says that something of the pod changed.</summary>
    public void Observe()
    {
        lock (_mailbox)
        {
            _engineMoved = true;
        }

        _signal.Set();
    }

    /// <summary>Runs until nothing is left of the pod.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await StepAsync(cancellationToken).ConfigureAwait(false))
                {
                    return;
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                Log.WorkerFailed(parts.Logger, uid, fault);
                await Task.Delay(EnginePause, parts.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        // 1. and 2.
        if (TakeMail() && !await AskEngineAsync(cancellationToken).ConfigureAwait(false))
        {
            await _signal.WaitAsync(EnginePause, parts.Time, cancellationToken).ConfigureAwait(false);
            return false;
        }

        // 3.
        var now = parts.Time.GetUtcNow();
        var decision = PodPlan.Decide(_view, now);
        if (decision.Done)
        {
            return true;
        }

        // 4.
        foreach (var action in decision.Actions)
        {
            Start(action, now, cancellationToken);
        }

        // 5.
        var isTold = await TellAsync(now, cancellationToken).ConfigureAwait(false);
        var next = decision.LookAgainAt - parts.Time.GetUtcNow();
        await _signal.WaitAsync(isTold || next < StatusPause ? next : StatusPause, parts.Time, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>Takes over what came in. Answers whether the engine has to be asked.</summary>
    private bool TakeMail()
    {
        lock (_mailbox)
        {
            var memory = _results.Aggregate(_view.Memory, (current, change) => change(current));
            _view = _view with { Memory = memory, Busy = _view.Busy.Except(_finishedActions) };
            _results.Clear();
            _finishedActions.Clear();
            if (_incoming is { } pod)
            {
                _view = _view with { Pod = pod, StopBy = pod.Metadata.DeletionTimestamp is { } end ? ApiTimeOf(end) : _view.StopBy };
                _incoming = null;
            }

            if (_removed && (_view.StopBy is not { } stopBy || stopBy > parts.Time.GetUtcNow() + Graces.Removed))
            {
                _view = _view with { StopBy = parts.Time.GetUtcNow() + Graces.Removed };
            }

            var moved = _engineMoved;
            _engineMoved = false;
            return moved;
        }
    }

    private static DateTimeOffset ApiTimeOf(DateTime time) => new(DateTime.SpecifyKind(time, DateTimeKind.Utc));

    private async Task<bool> AskEngineAsync(CancellationToken cancellationToken)
    {
        var observed = await parts.Runtime.ObserveAsync(uid, cancellationToken).ConfigureAwait(false);
        if (observed.Fault is { } fault)
        {
            Log.EngineUnreachable(parts.Logger, fault.Message);
            lock (_mailbox)
            {
                _engineMoved = true;
            }

            return false;
        }

        _view = _view with { Observed = observed.Value, Memory = await WithLastWordsAsync(observed.Value, cancellationToken).ConfigureAwait(false) };
        return true;
    }

    /// <summary>Reads what containers that have ended left in their termination log.</summary>
    private async Task<PodMemory> WithLastWordsAsync(PodObservation observed, CancellationToken cancellationToken)
    {
        var memory = _view.Memory;
        foreach (var ended in observed.Containers.Where(container => container.Phase == ContainerPhase.Exited && !memory.TerminationMessages.ContainsKey(container.Id)))
        {
            var file = ContainerMounts.TerminationLogPath(parts.Volumes.PodFolder(uid), ended.Name, ended.Attempt);
            var message = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellationToken).ConfigureAwait(false) : "";
            memory = memory with { TerminationMessages = memory.TerminationMessages.SetItem(ended.Id, message.Length > TerminationMessageBytesMax ? message[..TerminationMessageBytesMax] : message) };
        }

        return memory;
    }

    private void Start(PodAction action, DateTimeOffset now, CancellationToken cancellationToken)
    {
        _view = _view with { Busy = _view.Busy.Add(action.Key) };
        if (action is PodAction.StopContainer stop)
        {
            _view = _view with { Memory = _view.Memory with { Stops = _view.Memory.Stops.SetItem(stop.Id, now + stop.Grace) } };
        }

        _ = RunAsync(action, _view, cancellationToken);
    }

    private async Task RunAsync(PodAction action, PodView view, CancellationToken cancellationToken)
    {
        Func<PodMemory, PodMemory> result = static memory => memory;
        try
        {
            result = await _actions.RunAsync(action, view, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            Log.WorkerFailed(parts.Logger, uid, fault);
            await Task.Delay(EnginePause, parts.Time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        lock (_mailbox)
        {
            _results.Add(result);
            _finishedActions.Add(action.Key);
            _engineMoved = true;
        }

        _signal.Set();
    }

    /// <summary>Tells the API the status if it is not what was told last. Answers whether it knows it now.</summary>
    private async Task<bool> TellAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (_view.Pod is not { } pod || _removed || _view.Memory.Finished)
        {
            return true;
        }

        var status = KubernetesJson.Serialize(PodStatusPlan.Compute(_view, parts.Node, now));
        if (status == _told)
        {
            return true;
        }

        var written = await parts.Api.WriteStatusAsync(pod, status, cancellationToken).ConfigureAwait(false);
        if (written is null)
        {
            return false;
        }

        _told = status;
        _view = _view with { Pod = written, StopBy = written.Metadata.DeletionTimestamp is { } end ? ApiTimeOf(end) : _view.StopBy };
        return true;
    }
}
