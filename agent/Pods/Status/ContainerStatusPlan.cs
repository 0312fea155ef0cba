using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Status;

/// <summary>Says one container's state as Kubernetes does. Pure.</summary>
internal sealed class ContainerStatusPlan(PodView view, V1Container container, bool isInit, bool initialized, bool over, DateTimeOffset now)
{
    private readonly ContainerState? _latest = view.Observed.Latest(container.Name);

    public V1ContainerStatus Compute(V1ContainerStatus? known)
    {
        if (_latest is null && known is not null && (over || view.Terminating) && (known.State?.Terminated is not null || known.State?.Running is not null))
        {
            return Lost(known);
        }

        var previous = view.Observed.Containers.LastOrDefault(state => state.Name == container.Name && state.Phase == ContainerPhase.Exited && state != _latest);
        var state = State();
        var running = _latest is { Phase: ContainerPhase.Running };
        var verdict = running ? PodProgress.Verdict(view, container, _latest!) : null;
        return new V1ContainerStatus
        {
            Name = container.Name,
            State = state,
            LastState = LastState(state, previous),
            Ready = isInit && !RestartRules.IsSidecar(container)
                ? _latest is { Phase: ContainerPhase.Exited, ExitCode: 0 }
                : verdict is { Started: true, Ready: true } && !view.Terminating,
            Started = verdict?.Started ?? false,
            RestartCount = _latest?.Attempt ?? known?.RestartCount ?? 0,
            Image = _latest is null ? container.Image : _latest.Image,
            ImageID = _latest?.ImageId ?? "",
            ContainerID = _latest is null ? null : ContainerId(_latest),
        };
    }

    private V1ContainerState State() => _latest switch
    {
        { Phase: ContainerPhase.Running } => new V1ContainerState { Running = new V1ContainerStateRunning { StartedAt = ApiTime.Of(_latest.StartedAt) } },
        { Phase: ContainerPhase.Exited } when over || view.Terminating || !RestartRules.ShouldRestart(view.Spec, container, isInit, _latest)
            => new V1ContainerState { Terminated = Terminated(_latest) },
        { Phase: ContainerPhase.Exited } when Waiting() is { } waiting => new V1ContainerState { Waiting = waiting },
        { Phase: ContainerPhase.Exited } => new V1ContainerState { Terminated = Terminated(_latest) },
        _ => new V1ContainerState { Waiting = Waiting() ?? new V1ContainerStateWaiting { Reason = NotYet() } },
    };

    private V1ContainerState LastState(V1ContainerState state, ContainerState? previous) =>
        state.Waiting is not null && _latest is { Phase: ContainerPhase.Exited } ? new V1ContainerState { Terminated = Terminated(_latest) }
        : previous is not null ? new V1ContainerState { Terminated = Terminated(previous) }
        : new V1ContainerState();

    private string NotYet() =>
        !isInit && view.Spec.InitContainers is { Count: > 0 } && !initialized ? WaitingReasons.PodInitializing : WaitingReasons.ContainerCreating;

    /// <summary>What keeps the container from starting; null if it is about to.</summary>
    private V1ContainerStateWaiting? Waiting()
    {
        if (view.Memory.StartFailures.TryGetValue(container.Name, out var start))
        {
            return new V1ContainerStateWaiting { Reason = start.Reason, Message = start.Message };
        }

        if (view.Memory.Images.TryGetValue(container.Name, out var image) && image.Failure is { } pull && image.Image == container.Image)
        {
            return pull.Reason != WaitingReasons.ErrImagePull || now < pull.At + WaitingReasons.ErrorShownFor
                ? new V1ContainerStateWaiting { Reason = pull.Reason, Message = pull.Message }
                : new V1ContainerStateWaiting { Reason = WaitingReasons.ImagePullBackOff, Message = $"Back-off pulling image \"{container.Image}\": {WaitingReasons.ErrImagePull}: {pull.Message}" };
        }

        var hash = SpecHash.Of(container);
        return _latest is { Phase: ContainerPhase.Exited } && RestartRules.Delay(_latest, hash) > TimeSpan.Zero
            ? new V1ContainerStateWaiting { Reason = WaitingReasons.CrashLoopBackOff, Message = BackOffMessage(RestartRules.Delay(_latest, hash)) }
            : null;
    }

    private string BackOffMessage(TimeSpan delay)
    {
        var pod = view.Pod!.Metadata;
        return $"back-off {GoDuration.Of(delay)} restarting failed container={container.Name} pod={pod.Name}_{pod.NamespaceProperty}({pod.Uid})";
    }

    private V1ContainerStateTerminated Terminated(ContainerState ended) => new()
    {
        ContainerID = ContainerId(ended),
        ExitCode = ended.ExitCode,
        StartedAt = ApiTime.Of(ended.StartedAt ?? ended.CreatedAt),
        FinishedAt = ApiTime.Of(ended.FinishedAt),
        Reason = ended.StartError.Length > 0 ? "ContainerCannotRun" : ended.OutOfMemory ? "OOMKilled" : ended.ExitCode == 0 ? "Completed" : "Error",
        Message = ended.StartError.Length > 0 ? ended.StartError
            : view.Memory.TerminationMessages.TryGetValue(ended.Id, out var message) && message.Length > 0 ? message
            : null,
    };

    /// <summary>Somebody removed a container from the engine: what the API last heard of it stands, but it does not run.</summary>
    private V1ContainerStatus Lost(V1ContainerStatus known) => known.State.Terminated is not null
        ? known
        : new V1ContainerStatus
        {
            Name = known.Name,
            Image = known.Image,
            ImageID = known.ImageID,
            ContainerID = known.ContainerID,
            RestartCount = known.RestartCount,
            Started = false,
            LastState = new V1ContainerState(),
            State = new V1ContainerState
            {
                Terminated = new V1ContainerStateTerminated
                {
                    ExitCode = 137,
                    Reason = "ContainerStatusUnknown",
                    Message = "The container could not be located when the pod was terminated",
                },
            },
        };

    private static string ContainerId(ContainerState state) => $"docker://{state.Id}";
}
