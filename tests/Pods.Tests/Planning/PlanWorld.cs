using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Runtimes;
using Xunit;

namespace CloudOrchestrator.Pods.Tests.Planning;

/// <summary>A world in which every action succeeds at once, containers that are started go on, and init containers end well.</summary>
internal sealed class PlanWorld(PodView view, DateTimeOffset now)
{
    private PodView _view = view;
    private DateTimeOffset _now = now;

    /// <summary>Decides and acts once, or lets time pass; false if there is nothing to do or to wait for.</summary>
    public bool Step()
    {
        var decision = PodPlan.Decide(_view, _now);
        foreach (var action in decision.Actions)
        {
            Act(action);
        }

        if (decision.Actions.Count > 0)
        {
            return true;
        }

        if (EndInitContainer())
        {
            return true;
        }

        if (decision.LookAgainAt is { } later)
        {
            Assert.True(later > _now);
            _now = later;
            return true;
        }

        return false;
    }

    /// <summary>All run that should, and nothing else does.</summary>
    public void AssertSettled()
    {
        if (PodProgress.IsOver(_view, _now))
        {
            Assert.DoesNotContain(_view.Observed.Containers, container => container.Phase == ContainerPhase.Running);
            return;
        }

        Assert.All(_view.Spec.Containers, container => Assert.True(
            _view.Observed.Latest(container.Name) is { Phase: ContainerPhase.Running }
            || _view.Spec.RestartPolicy != "Always" && _view.Observed.Latest(container.Name) is { Phase: ContainerPhase.Exited },
            $"{container.Name} does not run: {string.Join("; ", _view.Observed.Sandboxes)} {string.Join("; ", _view.Observed.Containers)}"));
    }

    private bool EndInitContainer()
    {
        var running = _view.Observed.Containers.FirstOrDefault(state =>
            state.Phase == ContainerPhase.Running && _view.Spec.InitContainers.Any(init => init.Name == state.Name && !RestartRules.IsSidecar(init)));
        if (running is null)
        {
            return false;
        }

        var ended = running with { Phase = ContainerPhase.Exited, FinishedAt = _now };
        _view = _view with { Observed = _view.Observed with { Containers = [.. _view.Observed.Containers.Select(state => state == running ? ended : state)] } };
        return true;
    }

    private void Act(PodAction action)
    {
        var (sandboxes, containers) = (_view.Observed.Sandboxes.ToList(), _view.Observed.Containers.ToList());
        var memory = _view.Memory;
        switch (action)
        {
            case PodAction.PrepareVolumes:
                memory = memory with { Volumes = new VolumesMemory(System.Collections.Immutable.ImmutableDictionary<string, string>.Empty, null, null) };
                break;
            case PodAction.CreateSandbox create:
                sandboxes.Add(new SandboxState($"sandbox{create.Attempt}-{_now.Ticks}", Identity, create.Attempt, true, ["10.0.0.2"], _now));
                break;
            case PodAction.StopSandbox stop:
                sandboxes = [.. sandboxes.Select(sandbox => sandbox.Id == stop.Id ? sandbox with { Running = false } : sandbox)];
                break;
            case PodAction.RemoveSandbox remove:
                sandboxes.RemoveAll(sandbox => sandbox.Id == remove.Id);
                break;
            case PodAction.EnsureImage ensure:
                memory = memory with { Images = memory.Images.SetItem(ensure.Container, new ImageMemory(ensure.Attempt, "image:1", null, "")) };
                break;
            case PodAction.StartContainer start:
                containers.RemoveAll(container => container.Name == start.Container && container.Attempt == start.Attempt);
                containers.Add(Started(start));
                break;
            case PodAction.StopContainer stop:
                containers = [.. containers.Select(container => container.Id == stop.Id ? container with { Phase = ContainerPhase.Exited, FinishedAt = _now, ExitCode = 143 } : container)];
                break;
            case PodAction.RemoveContainer remove:
                containers.RemoveAll(container => container.Id == remove.Id);
                break;
        }

        var ordered = containers.OrderBy(container => container.Name, StringComparer.Ordinal).ThenBy(container => container.Attempt);
        _view = _view with { Observed = new PodObservation(sandboxes, [.. ordered]), Memory = memory };
    }

    private static PodIdentity Identity => new("default", "pod", "uid");

    private ContainerState Started(PodAction.StartContainer start)
    {
        var container = _view.Spec.Containers.Concat(_view.Spec.InitContainers).Single(candidate => candidate.Name == start.Container);
        var ends = _view.Spec.InitContainers.Contains(container) && !RestartRules.IsSidecar(container);
        return new ContainerState
        {
            Id = $"{start.Container}-{start.Attempt}-{_now.Ticks}",
            Pod = Identity,
            Name = start.Container,
            Attempt = start.Attempt,
            SandboxId = start.SandboxId,
            SpecHash = SpecHash.Of(container),
            Phase = ends ? ContainerPhase.Exited : ContainerPhase.Running,
            CreatedAt = _now,
            StartedAt = _now,
            FinishedAt = ends ? _now : null,
            RestartDelay = start.RestartDelay,
        };
    }
}
