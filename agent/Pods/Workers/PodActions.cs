using CloudOrchestrator.Pods.Planning;
using CloudOrchestrator.Pods.Specs;
using CloudOrchestrator.Runtimes;
using CloudOrchestrator.Volumes;
using k8s.Models;

namespace CloudOrchestrator.Pods.Workers;

/// <summary>Carries out what was decided for one pod. Each answers how the pod's memory changes.</summary>
internal sealed class PodActions(PodWorkerParts parts)
{
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PullRetryMin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PullRetryMax = TimeSpan.FromMinutes(5);

    /// <summary>How long volumes from objects that change stay as they are.</summary>
    private static readonly TimeSpan VolumeRefresh = TimeSpan.FromSeconds(60);

    private DateTimeOffset Now => parts.Time.GetUtcNow();

    public Task<Func<PodMemory, PodMemory>> RunAsync(PodAction action, PodView view, CancellationToken cancellationToken) => action switch
    {
        PodAction.PrepareVolumes => PrepareVolumesAsync(view, cancellationToken),
        PodAction.CreateSandbox create => CreateSandboxAsync(create, view, cancellationToken),
        PodAction.EnsureImage ensure => EnsureImageAsync(ensure, view, cancellationToken),
        PodAction.StartContainer start => StartContainerAsync(start, view, cancellationToken),
        PodAction.StopContainer stop => StopContainerAsync(stop, view, cancellationToken),
        PodAction.KillContainer kill => SimplyAsync(view, "kill", parts.Runtime.StopContainerAsync(kill.Id, TimeSpan.Zero, cancellationToken)),
        PodAction.RemoveContainer remove => SimplyAsync(view, "remove container", parts.Runtime.RemoveContainerAsync(remove.Id, cancellationToken)),
        PodAction.StopSandbox stop => SimplyAsync(view, "stop sandbox", parts.Runtime.StopSandboxAsync(stop.Id, cancellationToken)),
        PodAction.RemoveSandbox remove => SimplyAsync(view, "remove sandbox", parts.Runtime.RemoveSandboxAsync(remove.Id, cancellationToken)),
        PodAction.FinishPod => FinishAsync(view, cancellationToken),
        _ => throw new ArgumentException($"An unknown action {action.Key}.", nameof(action)),
    };

    private async Task<Func<PodMemory, PodMemory>> PrepareVolumesAsync(PodView view, CancellationToken cancellationToken)
    {
        var pod = view.Pod!;
        var before = view.Memory.Volumes;
        switch (await parts.Volumes.PrepareAsync(pod, cancellationToken).ConfigureAwait(false))
        {
            case VolumesOutcome.Ready ready:
                var refresh = VolumeKinds.ContentChanges(pod.Spec) ? Now + VolumeRefresh : (DateTimeOffset?)null;
                return memory => memory with { Volumes = new VolumesMemory(System.Collections.Immutable.ImmutableDictionary.CreateRange(ready.Paths), null, refresh) };
            case VolumesOutcome.Failed failed:
                parts.Events.Warning(pod, "FailedMount", $"MountVolume.SetUp failed for volume \"{failed.Volume}\" : {failed.Message}");
                var failure = Failure.After(before?.Failure, "FailedMount", failed.Message, Now, RetryMin, RetryMax);
                return memory => memory with { Volumes = new VolumesMemory(memory.Volumes?.Paths, failure, null) };
            default:
                return Same;
        }
    }

    private async Task<Func<PodMemory, PodMemory>> CreateSandboxAsync(PodAction.CreateSandbox create, PodView view, CancellationToken cancellationToken)
    {
        var made = await parts.Runtime.CreateSandboxAsync(SandboxSpecs.Build(view.Pod!, create.Attempt), cancellationToken).ConfigureAwait(false);
        if (made.Fault is not { } fault)
        {
            return memory => memory with { SandboxFailure = null };
        }

        parts.Events.Warning(view.Pod!, "FailedCreatePodSandBox", $"Failed to create pod sandbox: {fault.Message}");
        var failure = Failure.After(view.Memory.SandboxFailure, "FailedCreatePodSandBox", fault.Message, Now, RetryMin, RetryMax);
        return memory => memory with { SandboxFailure = failure };
    }

    private async Task<Func<PodMemory, PodMemory>> EnsureImageAsync(PodAction.EnsureImage ensure, PodView view, CancellationToken cancellationToken)
    {
        var container = Find(view, ensure.Container);
        var image = container.Image;
        var present = container.ImagePullPolicy == "Always" ? default : await parts.Runtime.FindImageAsync(image, cancellationToken).ConfigureAwait(false);
        if (container.ImagePullPolicy != "Always" && present.Fault is null)
        {
            parts.Events.Normal(view.Pod!, "Pulled", $"Container image \"{image}\" already present on machine", container.Name);
            return Remember(ensure, image, null, present.Value.User);
        }

        if (container.ImagePullPolicy == "Never")
        {
            return Fail(ensure, view, image, WaitingReasons.ErrImageNeverPull, $"Container image \"{image}\" is not present with pull policy of Never");
        }

        parts.Events.Normal(view.Pod!, "Pulling", $"Pulling image \"{image}\"", container.Name);
        var started = parts.Time.GetTimestamp();
        var pulled = await parts.Runtime.PullImageAsync(image, null, cancellationToken).ConfigureAwait(false);
        if (pulled.Fault is { } fault)
        {
            return Fail(ensure, view, image, WaitingReasons.ErrImagePull, fault.Message);
        }

        parts.Events.Normal(view.Pod!, "Pulled", $"Successfully pulled image \"{image}\" in {parts.Time.GetElapsedTime(started).TotalMilliseconds:0}ms. Image size: {pulled.Value.SizeBytes} bytes.", container.Name);
        return Remember(ensure, image, null, pulled.Value.User);
    }

    private Func<PodMemory, PodMemory> Fail(PodAction.EnsureImage ensure, PodView view, string image, string reason, string message)
    {
        view.Memory.Images.TryGetValue(ensure.Container, out var before);
        parts.Events.Warning(view.Pod!, "Failed", $"Failed to pull image \"{image}\": {message}", ensure.Container);
        var previous = before?.Image == image ? before.Failure : null;
        return Remember(ensure, image, Failure.After(previous, reason, message, Now, PullRetryMin, PullRetryMax), "");
    }

    private static Func<PodMemory, PodMemory> Remember(PodAction.EnsureImage ensure, string image, Failure? failure, string user) =>
        memory => memory with { Images = memory.Images.SetItem(ensure.Container, new ImageMemory(ensure.Attempt, image, failure, user)) };

    private async Task<Func<PodMemory, PodMemory>> StartContainerAsync(PodAction.StartContainer start, PodView view, CancellationToken cancellationToken)
    {
        var pod = view.Pod!;
        var request = new ContainerRequest(
            WithAddresses(view), Find(view, start.Container), start.Attempt, start.SandboxId, start.RestartDelay,
            view.Memory.Volumes!.Paths!, view.Memory.Images[start.Container].User, parts.Volumes.PodFolder(pod.Metadata.Uid));
        var built = await parts.Specs.BuildAsync(request, cancellationToken).ConfigureAwait(false);
        if (built.Spec is null)
        {
            return StartFailed(start, view, WaitingReasons.CreateContainerConfigError, built.Error);
        }

        var created = await parts.Runtime.CreateContainerAsync(built.Spec, cancellationToken).ConfigureAwait(false);
        if (created.Fault is { } createFault)
        {
            return StartFailed(start, view, WaitingReasons.CreateContainerError, createFault.Message);
        }

        parts.Events.Normal(pod, "Created", $"Created container: {start.Container}", start.Container);
        var started = await parts.Runtime.StartContainerAsync(created.Value, cancellationToken).ConfigureAwait(false);
        if (started.Fault is { } startFault)
        {
            return StartFailed(start, view, WaitingReasons.RunContainerError, startFault.Message);
        }

        parts.Events.Normal(pod, "Started", $"Started container {start.Container}", start.Container);
        return memory => memory with { StartFailures = memory.StartFailures.Remove(start.Container) };
    }

    private Func<PodMemory, PodMemory> StartFailed(PodAction.StartContainer start, PodView view, string reason, string message)
    {
        view.Memory.StartFailures.TryGetValue(start.Container, out var before);
        parts.Events.Warning(view.Pod!, "Failed", $"Error: {message}", start.Container);
        var failure = Failure.After(before, reason, message, Now, RetryMin, RetryMax);
        return memory => memory with { StartFailures = memory.StartFailures.SetItem(start.Container, failure) };
    }

    /// <summary>Fields of a pod's status that its containers may ask for are known here before the API is told.</summary>
    private V1Pod WithAddresses(PodView view)
    {
        var pod = view.Pod!;
        var addresses = pod.Spec.HostNetwork == true ? [parts.Node.Address] : view.Observed.Sandbox?.Addresses ?? [];
        return new V1Pod
        {
            ApiVersion = pod.ApiVersion,
            Kind = pod.Kind,
            Metadata = pod.Metadata,
            Spec = pod.Spec,
            Status = new V1PodStatus
            {
                HostIP = parts.Node.Address,
                HostIPs = [new V1HostIP { Ip = parts.Node.Address }],
                PodIP = addresses.FirstOrDefault(),
                PodIPs = [.. addresses.Select(address => new V1PodIP { Ip = address })],
            },
        };
    }

    private async Task<Func<PodMemory, PodMemory>> StopContainerAsync(PodAction.StopContainer stop, PodView view, CancellationToken cancellationToken)
    {
        if (view.Pod is not null)
        {
            parts.Events.Normal(view.Pod, "Killing", stop.Why, stop.Container);
        }

        var stopped = await parts.Runtime.StopContainerAsync(stop.Id, stop.Grace, cancellationToken).ConfigureAwait(false);
        Report(view, "stop container", stopped.Fault);
        return memory => memory with { Stops = memory.Stops.Remove(stop.Id) };
    }

    private async Task<Func<PodMemory, PodMemory>> FinishAsync(PodView view, CancellationToken cancellationToken)
    {
        foreach (var container in view.Observed.Containers)
        {
            Report(view, "remove container", (await parts.Runtime.RemoveContainerAsync(container.Id, cancellationToken).ConfigureAwait(false)).Fault);
        }

        foreach (var sandbox in view.Observed.Sandboxes)
        {
            Report(view, "remove sandbox", (await parts.Runtime.RemoveSandboxAsync(sandbox.Id, cancellationToken).ConfigureAwait(false)).Fault);
        }

        var uid = view.Pod?.Metadata.Uid ?? view.Observed.Sandboxes.Select(sandbox => sandbox.Pod.Uid).Concat(view.Observed.Containers.Select(container => container.Pod.Uid)).FirstOrDefault();
        if (uid is not null)
        {
            await parts.Volumes.RemoveAsync(uid, cancellationToken).ConfigureAwait(false);
        }

        var problem = view.Pod is null ? null : await parts.Api.DeleteAsync(view.Pod, cancellationToken).ConfigureAwait(false);
        var failure = problem is null ? null : Failure.After(view.Memory.FinishFailure, "FailedKillPod", problem, Now, RetryMin, RetryMax);
        return memory => memory with { FinishFailure = failure, Finished = failure is null };
    }

    private async Task<Func<PodMemory, PodMemory>> SimplyAsync(PodView view, string name, Task<RuntimeResult<Nothing>> doing)
    {
        Report(view, name, (await doing.ConfigureAwait(false)).Fault);
        return Same;
    }

    private void Report(PodView view, string action, RuntimeFault? fault)
    {
        if (fault is not null)
        {
            Log.ActionFailed(parts.Logger, action, view.Pod?.Metadata.NamespaceProperty ?? "", view.Pod?.Metadata.Name ?? "", fault.Message);
        }
    }

    private static V1Container Find(PodView view, string name) =>
        (view.Spec.InitContainers ?? []).Concat(view.Spec.Containers).First(container => container.Name == name);

    private static PodMemory Same(PodMemory memory) => memory;
}
