using CloudOrchestrator.Runtimes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Planning;

/// <summary>For a pod that is to run.</summary>
/// <remarks>
/// 1. Containers that cannot go on as they are end: their spec changed, a probe failed, their sandbox is gone.
/// 2. The containers whose turn it is are found: init containers one by one, then all others.
/// 3. What they need is seen to, all at once: volumes, sandbox, images.
/// 4. Those that have all they need and need not wait are started.
/// 5. What nobody will ask for any more is removed.
/// </remarks>
internal static class RunPlan
{
    public static PodDecision Decide(PodView view, DateTimeOffset now)
    {
        var decision = new DecisionBuilder(view, now);
        if (PodProgress.Deadline(view.Pod!) is { } deadline)
        {
            decision.LookAgain(deadline);
        }

        // 1.
        StopUnfit(view, decision);

        // 2.
        var due = Due(view).ToList();

        // 3.
        PrepareVolumes(view, due.Count > 0, now, decision);
        PrepareSandbox(view, due.Count > 0, decision);
        foreach (var (container, latest) in due)
        {
            // 3. and 4.
            Start(view, container, latest, now, decision);
        }

        // 5.
        Leftovers.Remove(view, decision);
        return decision.Build();
    }

    private static IEnumerable<V1Container> AllContainers(PodView view) => (view.Spec.InitContainers ?? []).Concat(view.Spec.Containers);

    private static void StopUnfit(PodView view, DecisionBuilder decision)
    {
        var sandbox = view.Observed.Sandbox;
        foreach (var container in AllContainers(view))
        {
            foreach (var running in view.Observed.Containers.Where(state => state.Name == container.Name && state.Phase == ContainerPhase.Running))
            {
                var why = running.SpecHash != SpecHash.Of(container) ? KillMessages.Changed(container.Name)
                    : view.Memory.Probes.TryGetValue(running.Id, out var verdict) && verdict.Unhealthy is { } unhealthy ? KillMessages.Unhealthy(container.Name, unhealthy)
                    : running.SandboxId != sandbox?.Id ? KillMessages.Stopping(container.Name)
                    : null;
                if (why is not null && !view.Memory.Stops.ContainsKey(running.Id))
                {
                    decision.Do(new PodAction.StopContainer(running.Id, container.Name, Graces.OfSpec(view.Pod), why));
                }
            }
        }
    }

    /// <summary>The containers that do not run and whose turn it is, each with its newest attempt.</summary>
    private static IEnumerable<(V1Container Container, ContainerState? Latest)> Due(PodView view)
    {
        var sandbox = view.Observed.Sandbox;
        var initialized = PodProgress.Initialized(view);
        foreach (var init in view.Spec.InitContainers ?? [])
        {
            if (initialized ? !RestartRules.IsSidecar(init) : sandbox is not null && PodProgress.InitDone(view, sandbox, init))
            {
                continue;
            }

            var latest = view.Observed.Latest(init.Name);
            if (latest?.Phase != ContainerPhase.Running)
            {
                yield return (init, latest);
            }

            if (!initialized)
            {
                yield break;
            }
        }

        if ((view.Spec.InitContainers ?? []).Count > 0 && !initialized)
        {
            yield break;
        }

        foreach (var container in view.Spec.Containers)
        {
            var latest = view.Observed.Latest(container.Name);
            if (latest is null or { Phase: ContainerPhase.Created }
                || latest.Phase == ContainerPhase.Exited && RestartRules.ShouldRestart(view.Spec, container, isInit: false, latest))
            {
                yield return (container, latest);
            }
        }
    }

    private static void PrepareVolumes(PodView view, bool needed, DateTimeOffset now, DecisionBuilder decision)
    {
        var volumes = view.Memory.Volumes;
        if (volumes is null)
        {
            if (needed || VolumeKinds.ContentChanges(view.Spec))
            {
                decision.Do(new PodAction.PrepareVolumes());
            }
        }
        else if (volumes.Failure is { } failure)
        {
            decision.DoAfter(failure, new PodAction.PrepareVolumes());
        }
        else if (volumes.RefreshAt <= now)
        {
            decision.Do(new PodAction.PrepareVolumes());
        }
        else if (volumes.RefreshAt is { } refresh)
        {
            decision.LookAgain(refresh);
        }
    }

    private static void PrepareSandbox(PodView view, bool needed, DecisionBuilder decision)
    {
        if (view.Busy.Contains(PodAction.SandboxKey))
        {
            // One that is made and not yet started cannot be told from a dead one; when it stands, the pod is looked at again.
            return;
        }

        var observed = view.Observed;
        foreach (var dead in observed.Sandboxes.Where(sandbox => !sandbox.Running))
        {
            decision.Do(new PodAction.RemoveSandbox(dead.Id));
        }

        if (needed && observed.Sandbox is null && observed.Containers.All(container => container.Phase != ContainerPhase.Running))
        {
            var attempt = observed.Sandboxes.Select(sandbox => sandbox.Attempt + 1).DefaultIfEmpty(0).Max();
            decision.DoAfter(view.Memory.SandboxFailure, new PodAction.CreateSandbox(attempt));
        }
    }

    private static void Start(PodView view, V1Container container, ContainerState? latest, DateTimeOffset now, DecisionBuilder decision)
    {
        var hash = SpecHash.Of(container);
        var attempt = latest is { Phase: ContainerPhase.Created } ? latest.Attempt : NextAttempt(view, container, latest);
        if (latest is { Phase: ContainerPhase.Exited } && RestartRules.RestartAt(latest, hash) is var restartAt && restartAt > now)
        {
            decision.LookAgain(restartAt);
            return;
        }

        view.Memory.Images.TryGetValue(container.Name, out var image);
        if (image is null || image.Attempt != attempt || image.Image != container.Image || image.Failure is not null)
        {
            decision.DoAfter(image?.Image == container.Image ? image?.Failure : null, new PodAction.EnsureImage(container.Name, attempt));
            LookAgainAtBackOff(image?.Failure, decision);
            return;
        }

        if (view.Observed.Sandbox is { } sandbox && view.Memory.Volumes?.Paths is not null)
        {
            view.Memory.StartFailures.TryGetValue(container.Name, out var failure);
            var before = latest is { Phase: ContainerPhase.Exited } ? latest : null;
            decision.DoAfter(failure, new PodAction.StartContainer(container.Name, attempt, sandbox.Id, RestartRules.NextDelay(before, hash)));
        }
    }

    /// <summary>A failed pull is first called an error and then a back-off; somebody has to look when the name changes.</summary>
    private static void LookAgainAtBackOff(Failure? failure, DecisionBuilder decision)
    {
        if (failure is not null)
        {
            decision.LookAgain(failure.At + WaitingReasons.ErrorShownFor);
        }
    }

    /// <summary>If somebody removed all attempts from the engine, the count goes on from what the API last heard.</summary>
    private static int NextAttempt(PodView view, V1Container container, ContainerState? latest)
    {
        if (latest is not null)
        {
            return latest.Attempt + 1;
        }

        var known = (view.Pod!.Status?.ContainerStatuses ?? []).Concat(view.Pod.Status?.InitContainerStatuses ?? [])
            .FirstOrDefault(status => status.Name == container.Name);
        return known is { ContainerID.Length: > 0 } ? known.RestartCount + 1 : 0;
    }
}
